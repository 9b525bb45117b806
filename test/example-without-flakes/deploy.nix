# nix-build deploy.nix -A deploy-ahorn && ./result
let
  sources = import ./npins;
  pkgs = import sources.nixpkgs {
    config = { };
    overlays = [ ];
  };
  lollypops = import sources.lollypops;
  host =
    module:
    import "${sources.nixpkgs}/nixos/lib/eval-config.nix" {
      system = "x86_64-linux";
      modules = [
        lollypops.nixosModules.default
        module
      ];
    };
in
lollypops {
  inherit pkgs;
  hosts.ahorn = host ./ahorn.nix;
  source = ./.;
}
