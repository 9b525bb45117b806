# Without flakes, see test/example-without-flakes: the module, and a function to deploy-<host> for each host and launch.
{
  nixosModules.default = import ./nix/modules/nixos.nix;
  homeModules.default = import ./nix/modules/home.nix;

  __functor =
    _:
    {
      pkgs,
      hosts,
      source,
    }:
    let
      outPath = "${source}";
      flake = {
        inherit outPath;
        sourceInfo = {
          inherit outPath;
          rev = source.rev or "";
        };
        isFlake = false;
        nixosConfigurations = hosts;
      };
    in
    (import ./nix/scripts.nix).deployPackages { inherit flake pkgs; }
    // {
      launch = import ./nix/launch.nix {
        inherit flake pkgs;
        expression = "deploy.nix"; # in the folder where launch is started
      };
    };
}
