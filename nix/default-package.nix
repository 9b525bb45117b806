# packages.<system>.default: launch for the flake in the current folder, or, with
# `.override { configFlake = self; }`, for that flake.
pkgs:
pkgs.lib.makeOverridable (
  {
    configFlake ? null,
  }:
  if configFlake == null then
    import ./package.nix pkgs
  else
    ((import ./scripts.nix).deployPackages {
      flake = configFlake;
      inherit pkgs;
    }).launch
) { }
