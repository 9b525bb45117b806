# darwinModules.default: lets nix-darwin share modules with NixOS that set lollypops; only NixOS hosts are deployed.
{
  key = "lollypops#darwinModules.default";
  _file = "lollypops.darwinModules.default";
  _class = "darwin";
  imports = builtins.filter (
    module: module != ./pull.nix && module != ./reboot-guard.nix # no systemd there
  ) (import ./nixos.nix).imports;
}
