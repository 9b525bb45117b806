# apps.<system>.default: an app, and also the function of go-task lollypops that makes one for a flake.
pkgs:
let
  package = import ./default-package.nix pkgs;
  appOf = launch: {
    type = "app";
    program = "${launch}/bin/launch";
  };

  # Whatever else it is given is in the flake. Without meta, which flake-parts before August 2024 does not know.
  forFlake =
    {
      configFlake ? throw "lollypops: apps.<system>.default needs your flake: { configFlake = self; }",
      ...
    }:
    appOf (package.override { inherit configFlake; });
in
appOf package
// {
  meta.description = "Deploy several hosts at once";
  __functor = _: forFlake;
}
