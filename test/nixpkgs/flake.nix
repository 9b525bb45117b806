{
  description = "The part of nixpkgs that the tests of lollypops need, made of this machine's own tools";

  outputs =
    { self }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      lib = import ./lib;
    in
    {
      lib = lib // {
        nixosSystem = import ./nixos { inherit lib; };
      };
      legacyPackages = lib.genAttrs systems (
        system:
        import ./. {
          inherit system;
          config = { };
          overlays = [ ];
        }
      );
    };
}
