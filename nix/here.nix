# Packages for the machine that deploys. Nix knows which one that is only with --impure; else it is
# taken to be of the same kind as the host.
pkgs:
let
  host = pkgs.stdenv.hostPlatform.system;
  here = builtins.currentSystem or host;
in
if here == host then
  pkgs
else
  import pkgs.path {
    system = here;
    # and not those of the user who deploys
    config = { };
    overlays = [ ];
  }
