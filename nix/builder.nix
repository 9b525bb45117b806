# The other host of a flake that builds for this one; null where `build` is none.
{ flake, name }:
let
  hosts = flake.nixosConfigurations;
  inherit (hosts.${name}.config.lollypops.deployment) build;
  other = hosts.${build} or { config = { }; };

  # These two mean what they mean even where a host is called so.
  isOther = !(builtins.elem build [ "target" "local" name ]);
in
if isOther && other.config ? lollypops then
  {
    name = build;
    ssh = import ./ssh.nix other;
  }
else
  null
