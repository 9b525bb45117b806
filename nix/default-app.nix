# apps.<system>.default: an app, and also the function of go-task lollypops that makes one for a flake.
pkgs:
let
  package = import ./default-package.nix pkgs;
  appOf = launch: {
    type = "app";
    program = "${launch}/bin/launch";
    meta.description = "Deploy several hosts at once";
  };
in
appOf package
// {
  __functor = _: { configFlake }: appOf (package.override { inherit configFlake; });
}
