{
  description = "lollypops: deploys NixOS hosts with one readable bash script per host";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { nixpkgs, ... }:
    let
      each = import ./nix/systems.nix nixpkgs;
    in
    {
      lib = import ./nix/scripts.nix;

      nixosModules.default = import ./nix/modules/nixos.nix;
      nixosModules.lollypops = import ./nix/modules/nixos.nix;
      darwinModules.default = import ./nix/modules/darwin.nix;
      darwinModules.lollypops = import ./nix/modules/darwin.nix;
      flakeModules.default = import ./nix/modules/flake-parts.nix;
      homeModules.default = import ./nix/modules/home.nix;
      hmModule = import ./nix/modules/home.nix;

      packages = each (pkgs: {
        default = import ./nix/default-package.nix pkgs;
      });
      apps = each (pkgs: {
        default = import ./nix/default-app.nix pkgs;
      });
      checks = each (pkgs: {
        package = import ./nix/package.nix pkgs;
      });

      templates.default = {
        path = ./test/example;
        description = "A flake with two hosts that lollypops deploys";
      };
    };
}
