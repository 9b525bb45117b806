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

  refusal = input: "lollypops: host ${name} is evaluated with flake.lock, which has another ${input}: change that (nix flake lock --override-input ${input} ...), or set lollypops.deployment.build = \"local\"";
in
assert deployment.build == "local" || sources.overridden == null || throw (refusal sources.overridden);
{
  version = 1;
  inherit name;
  inherit (config.networking) hostName;
  flake = {
    inherit (sources) source dir revision;
    inputs = if deployment.deploy-method == "archive" then sources.inputs else [ ];
  };
  deployment = import ./deployment.nix { inherit flake name; };
  # With its context, so that whoever builds the script builds the system, too.
  system = if deployment.build == "local" then "${config.system.build.toplevel}" else null;
  builder = import ./builder.nix { inherit flake name; };
  platform = flake.nixosConfigurations.${name}.pkgs.stdenv.hostPlatform.system or "";
  secrets = {
    inherit (secrets) prune jobs;
    files = filesOf secrets.files;
  };
  home-manager.users = builtins.listToAttrs (
    map describeUser (builtins.filter hasSecrets (builtins.attrNames users))
  );
  profiles = builtins.mapAttrs (_: profile: {
    path = "${profile.path}";
    inherit (profile)
      user
      activation
      profile
      order
      ;
  }) config.lollypops.profiles;
  inherit (config.lollypops) tasks shellcheck;
  pull = config.lollypops.pull.enable;
  extraTasks = builtins.mapAttrs (_: task: {
    inherit (task)
      dir
      deps
      desc
      cmds
      ;
  }) config.lollypops.extraTasks;
}
