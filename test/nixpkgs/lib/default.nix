let
  basics = import ./basics.nix;
  options = import ./options.nix;
  types = import ./types.nix { inherit lib; };
  modules = import ./modules.nix { inherit lib; };
  lib = basics // options // modules // { inherit types; };
in
lib
