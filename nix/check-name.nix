# The name of a host, if launch can tell it apart from what else it takes.
name:
if name == "all" then
  throw "lollypops: nixosConfigurations.all: `all` means every host to launch: give this host another name"
else if builtins.match (import ./target-name.nix) name == null then
  throw "lollypops: nixosConfigurations.${builtins.toJSON name}: a host's name may hold letters, digits and _.+=- only, and starts with a letter, a digit or _"
else
  name
