# A derivation that can be listed without evaluating what it is made of, as lib.lazyDerivation makes one,
# which wants the derivation for its name.
{ pkgs, name, description }:
real:
{
  type = "derivation";
  inherit name;
  inherit (import ./package.nix pkgs) system;
  inherit (real) drvPath outPath out;
  outputs = [ "out" ];
  outputName = "out";
  meta = { inherit description; };
}
