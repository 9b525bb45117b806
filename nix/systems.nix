# A value for each system that lollypops runs on and this nixpkgs knows.
nixpkgs: valueOf:
let
  systems = [
    "x86_64-linux"
    "aarch64-linux"
    "x86_64-darwin"
    "aarch64-darwin"
  ];
  known = builtins.filter (system: nixpkgs.legacyPackages ? ${system}) systems;
in
builtins.listToAttrs (
  map (system: {
    name = system;
    value = valueOf nixpkgs.legacyPackages.${system};
  }) known
)
