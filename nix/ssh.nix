# How a host is reached, as its description has it.
host:
let
  inherit (host.config.lollypops.deployment) ssh;
in
{
  inherit (ssh) command host opts;
  user = if builtins.isString ssh.user then ssh.user else null; # see options/ssh.nix
}
