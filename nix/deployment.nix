# How a host is deployed, as its description has it: the options below lollypops.deployment.
{ flake, name }:
let
  hosts = flake.nixosConfigurations;
  inherit (hosts.${name}.config.lollypops) deployment;
in
{
  inherit (deployment)
    config-dir
    deploy-method
    local-evaluation
    tags
    may-be-offline
    substitute-on-destination
    compress
    reboot
    reboot-guard
    reboot-timeout
    ;

  build =
    if flake.isFlake or true || deployment.build == "local" then
      deployment.build
    else
      throw "lollypops: host ${name} is in no flake, so its system is built with the script: set lollypops.deployment.build = \"local\"";

  # The unnamed group may share its name with a host, which launch then takes for the host.
  group =
    if deployment.group == "all" then
      throw "lollypops: lollypops.deployment.group of host ${name} is \"all\", which means every host to launch: choose another name"
    else if deployment.group != "default" && hosts ? ${deployment.group} then
      throw "lollypops: lollypops.deployment.group of host ${name} is \"${deployment.group}\", which is the name of a host: choose another name"
    else
      deployment.group;

  ssh = import ./ssh.nix hosts.${name};

  sudo = {
    inherit (deployment.sudo)
      enable
      command
      opts
      ask-password
      ;
  };

  rollback = {
    inherit (deployment.rollback)
      enable
      confirm-timeout
      activation-timeout
      confirm-host
      confirm-port
      ignore-failed-units
      ;
  };

  health-checks = builtins.mapAttrs (_: check: {
    inherit (check)
      command
      host-command
      url
      unit
      timeout
      interval
      tries
      ;
  }) deployment.health-checks;
}
