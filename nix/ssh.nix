# How a host is reached, as its description has it.
host: {
  inherit (host.config.lollypops.deployment.ssh)
    command
    user
    host
    opts
    ;
}
