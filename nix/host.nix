# One host of a flake -> its host description: plain data, from which the generator makes the script.
{ flake, name }:
let
  inherit (flake.nixosConfigurations.${name}) config;
  inherit (config.lollypops) deployment secrets;
  sources = import ./flake-sources.nix flake;

  filesOf = builtins.mapAttrs (
    _: file: {
      inherit (file)
        name
        cmd
        path
        mode
        owner
        group-name
        allowEmpty
        when
        restartUnits
        reloadUnits
        onChange
        ;
    }
  );

  # home-manager users with secrets
  users = config.home-manager.users or { };
  hasSecrets = user: users.${user}.lollypops.secrets.files or { } != { };
  describeUser = user: {
    name = user;
    value = {
      home = users.${user}.home.homeDirectory;
      secrets.files = filesOf users.${user}.lollypops.secrets.files;
    };
  };

  group =
    if deployment.group == "all" then
      throw "lollypops: lollypops.deployment.group of host ${name} is \"all\", which means every host to launch: choose another name"
    else if flake.nixosConfigurations ? ${deployment.group} then
      throw "lollypops: lollypops.deployment.group of host ${name} is \"${deployment.group}\", which is the name of a host: choose another name"
    else
      deployment.group;
in
{
  version = 1;
  inherit name;
  inherit (config.networking) hostName;
  flake = {
    inherit (sources) source dir;
    inputs = if deployment.deploy-method == "archive" then sources.inputs else [ ];
  };
  deployment = {
    inherit (deployment)
      config-dir
      deploy-method
      local-evaluation
      tags
      ;
    inherit group;
    ssh = {
      inherit (deployment.ssh)
        command
        user
        host
        opts
        ;
    };
    sudo = {
      inherit (deployment.sudo)
        enable
        command
        opts
        ask-password
        ;
    };
  };
  secrets = {
    inherit (secrets) prune jobs;
    files = filesOf secrets.files;
  };
  home-manager.users = builtins.listToAttrs (
    map describeUser (builtins.filter hasSecrets (builtins.attrNames users))
  );
  inherit (config.lollypops) tasks;
  extraTasks = builtins.mapAttrs (_: task: {
    inherit (task)
      dir
      deps
      desc
      cmds
      ;
  }) config.lollypops.extraTasks;
}
