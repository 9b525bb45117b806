{
  description = "A host that lollypops deploys, with flake-parts";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    flake-parts.url = "github:hercules-ci/flake-parts";
    lollypops.url = "git+https://git.example.org/lollypops"; # where you got it from
    lollypops.inputs.nixpkgs.follows = "nixpkgs";
  };

  outputs =
    inputs:
    inputs.flake-parts.lib.mkFlake { inherit inputs; } {
      imports = [ inputs.lollypops.flakeModules.default ];
      systems = [ "x86_64-linux" ];

      flake.nixosConfigurations.ahorn = inputs.nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [
          inputs.lollypops.nixosModules.default
          ./ahorn.nix
        ];
      };
    };
}
