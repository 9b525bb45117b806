# Else power that fails leaves store paths that are registered and empty, and the same deploy never succeeds.
{ lib, ... }:
{
  nix.settings.sync-before-registering = lib.mkDefault true;
}
