# One of lollypops.profiles.
{ lib, name, ... }:
let
  inherit (lib) literalExpression mkOption types;
  own = import ./types.nix { inherit lib; };
in
{
  options = {
    path = mkOption {
      type = types.package;
      example = literalExpression "self.homeConfigurations.alice.activationPackage";
      description = ''
        The package or store path to deploy. It is built when the script is built, wherever `deployment.build` has the
        system built. For a folder of your flake, write `"''${./shop}"`.
      '';
    };

    user = mkOption {
      type = own.account;
      default = "root";
      example = "alice";
      description = "User on the host, by name, who runs `activation`.";
    };

    activation = mkOption {
      type = types.nonEmptyStr;
      default = ''"$PROFILE/activate"'';
      example = ''"$PROFILE/bin/migrate" && systemctl --user restart shop'';
      description = ''
        Shell command (bash) that `user` runs on the host to activate the profile; `$PROFILE` is the store path. A
        rollback runs the same command with the previous store path, so the command must undo what that one does not
        contain. The default suits home-manager.
      '';
    };

    profile = mkOption {
      type = own.absolutePath;
      default = "/nix/var/nix/profiles/lollypops/${name}";
      defaultText = literalExpression ''"/nix/var/nix/profiles/lollypops/''${name}"'';
      example = "/nix/var/nix/profiles/shop";
      description = ''
        Link on the host that keeps the store path from garbage collection; previous ones are kept beside it as
        generations. Must be a path below `/nix/var/nix/profiles`, where only root can write (not in `per-user`), a
        different one for each profile, and not that of the system.
      '';
    };

    order = mkOption {
      type = types.int;
      default = 1000;
      example = 500;
      description = "Profiles with a lower number are activated first; those with the same number by name.";
    };
  };
}
