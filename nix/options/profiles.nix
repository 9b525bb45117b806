{ lib, ... }:
let
  inherit (lib) literalExpression mkOption types;
in
{
  options.lollypops.profiles = mkOption {
    type = types.attrsOf (types.submodule ./profile.nix);
    default = { };
    example = literalExpression ''
      {
        alice = {
          path = self.homeConfigurations.alice.activationPackage; # home-manager, without NixOS or root
          user = "alice";
        };
        shop = {
          path = shop.packages.x86_64-linux.default;
          activation = "systemctl restart shop";
          order = 2000;
        };
      }
    '';
    description = ''
      What to deploy to the host besides its system: any store path, with a command that activates it. Each becomes a
      task of the script, `profile-NAME`, which copies it. By default, `rebuild` then activates it with the system: both
      are confirmed and kept, or both are rolled back. By itself, `./result profile-NAME` is guarded in the same way. With
      secrets that wait for `rebuild` (`when = "after-rebuild"`), profiles are activated after these, on their own. The name
      holds letters, digits, `_` and `-`, and starts with a letter.
    '';
  };
}
