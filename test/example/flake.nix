{
  description = "Two hosts that lollypops deploys";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    lollypops.url = "git+https://git.example.org/lollypops"; # where you got it from
    lollypops.inputs.nixpkgs.follows = "nixpkgs";
  };

  outputs =
    {
      self,
      nixpkgs,
      lollypops,
    }:
    let
      system = "x86_64-linux";
      scripts = {
        flake = self;
        pkgs = nixpkgs.legacyPackages.${system};
      };
      host =
        module:
        nixpkgs.lib.nixosSystem {
          inherit system;
          modules = [
            lollypops.nixosModules.default
            ./common.nix
            module
          ];
        };
    in
    {
      nixosConfigurations.ahorn = host ./ahorn.nix;
      nixosConfigurations.porree = host ./porree.nix;

      packages.${system} = lollypops.lib.deployPackages scripts;
      apps.${system} = lollypops.lib.deployApps scripts;
      checks.${system} = lollypops.lib.deployChecks scripts;
    };
}
