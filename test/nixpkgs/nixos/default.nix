# lib.nixosSystem: a toy with just enough of NixOS to be built, copied, activated and rolled back.
{ lib }:
{
  modules,
  system ? null,
  specialArgs ? { },
}:
let
  evaluated = lib.evalModules {
    inherit specialArgs;
    modules = [
      ./options.nix
      ./toplevel.nix
      { _module.args = { inherit pkgs; }; }
      (lib.optionalAttrs (system != null) { nixpkgs.hostPlatform = lib.mkDefault system; })
    ]
    ++ modules;
  };
  pkgs = import ../. {
    system = evaluated.config.nixpkgs.hostPlatform;
    config = { };
    overlays = [ ];
  };
in
evaluated // { inherit pkgs; }
