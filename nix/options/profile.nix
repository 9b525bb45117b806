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
        The package or store path that is deployed. It is built when the script is built, wherever `deployment.build`
        has the system built. A folder of your flake becomes one as `"''${./shop}"`.
      '';
    };

    user = mkOption {
      type = own.account;
      default = "root";
      example = "alice";
      description = "User on the host, by name, as whom `activation` runs.";
    };

    activation = mkOption {
      type = types.nonEmptyStr;
      default = ''"$PROFILE/activate"'';
      example = ''"$PROFILE/bin/migrate" && systemctl --user restart shop'';
      description = ''
        Shell command (bash) that `user` runs on the host to put the profile into effect; `PROFILE` in its
        environment is the store path. On a rollback the same command runs with the store path that was there before,
        so it must undo what that one does not have. The default suits home-manager.
      '';
    };

    profile = mkOption {
      type = own.absolutePath;
      default = "/nix/var/nix/profiles/lollypops/${name}";
      defaultText = literalExpression ''"/nix/var/nix/profiles/lollypops/''${name}"'';
      example = "/nix/var/nix/profiles/shop";
      description = ''
        Where on the host root links to the store path, so that it is kept from garbage collection; former ones are
        kept beside it as generations. It must be an absolute path outside of the Nix store, another one for each
        profile, and not that of the system.
      '';
    };

    order = mkOption {
      type = types.int;
      default = 1000;
      example = 500;
      description = "Profiles with a lower number are activated first, those with the same one by name.";
    };
  };
}
