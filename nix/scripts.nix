# What a flake gets: `lib` of lollypops. No attribute name depends on how a host evaluates.
let
  deploy = "deploy-";

  forHosts =
    { flake, ... }:
    valueOf:
    let
      hosts = builtins.attrNames (flake.nixosConfigurations or { });
    in
    builtins.listToAttrs (
      map (name: {
        name = deploy + name;
        value = valueOf name;
      }) hosts
    );

  hasModule = flake: name: flake.nixosConfigurations.${name}.config ? lollypops;

  checkName =
    name:
    if name == "all" then
      throw "lollypops: nixosConfigurations.all: `all` means every host to launch: give this host another name"
    else if builtins.match (import ./target-name.nix) name == null then
      throw "lollypops: nixosConfigurations.${builtins.toJSON name}: a host's name may hold letters, digits and _.+=- only, and starts with a letter, a digit or _"
    else
      name;
in
rec {
  # deploy-<host> for each host, and launch
  deployPackages =
    { flake, pkgs }@args:
    let
      inherit (import ./needs.nix pkgs) runCommandLocal;
      script = import ./script.nix args;
      without =
        name:
        runCommandLocal "deploy-${name}" { } ''
          echo 'lollypops: host ${name} has no script, it does not import the module: add lollypops.nixosModules.default to the modules of nixosConfigurations.${name}' >&2
          exit 1
        '';
    in
    forHosts args (name: if hasModule flake (checkName name) then script name else without name)
    // {
      launch = import ./launch.nix args;
    };

  # The same, for `nix run`
  deployApps =
    args:
    builtins.mapAttrs (name: package: {
      type = "app";
      program = if name == "launch" then "${package}/bin/launch" else "${package}";
      meta.description = if name == "launch" then "Deploy several hosts at once" else "Run ${name}";
    }) (deployPackages args);

  # Each script is a check; a host without the module has nothing to be checked.
  deployChecks =
    { flake, pkgs }@args:
    let
      inherit (import ./needs.nix pkgs) runCommandLocal;
      packages = deployPackages args;
      nothing = name: runCommandLocal "deploy-${name}" { } "touch $out";
    in
    forHosts args (
      name: if hasModule flake (checkName name) then packages.${deploy + name} else nothing name
    );
}
