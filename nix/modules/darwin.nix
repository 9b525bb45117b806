# darwinModules.default: lets nix-darwin share modules with NixOS that set lollypops; only NixOS hosts are deployed.
{
  key = "lollypops#darwinModules.default";
  _file = "lollypops.darwinModules.default";
  _class = "darwin";
  imports = builtins.filter (
    module:
    !(builtins.elem module [
      # of NixOS alone
      ./pull.nix
      ./reboot-guard.nix
      ./loss-of-power.nix
    ])
  ) (import ./nixos.nix).imports;
}
