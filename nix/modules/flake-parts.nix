# flakeModules.default: scripts for the hosts of a flake made with flake-parts
{ self, ... }:
let
  lib = import ../scripts.nix;
in
{
  key = "lollypops#flakeModules.default";
  _file = "lollypops.flakeModules.default";
  _class = "flake";

  config.perSystem =
    { pkgs, ... }:
    let
      scripts = {
        flake = self;
        inherit pkgs;
      };
    in
    {
      packages = lib.deployPackages scripts;
      checks = lib.deployChecks scripts;
      # flake-parts before August 2024 knows no meta
      apps = builtins.mapAttrs (_: app: removeAttrs app [ "meta" ]) (lib.deployApps scripts);
    };
}
