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

  hasModule = flake: name: flake.nixosConfigurations.${import ./check-name.nix name}.config ? lollypops;

  lazy =
    { pkgs, ... }:
    name:
    import ./lazy-derivation.nix {
      inherit pkgs;
      name = deploy + name;
      description = "Deploy script of ${name}";
    };
in
rec {
  # deploy-<host> for each host, and launch
  deployPackages =
    { flake, pkgs }@args:
    let
      inherit (import ./needs.nix pkgs) runCommandLocal;
      without =
        name:
        runCommandLocal "deploy-${name}" { } ''
          echo 'lollypops: host ${name} has no script, it does not import the module: add lollypops.nixosModules.default to the modules of nixosConfigurations.${name}' >&2
          exit 1
        '';
      script = name: if hasModule flake name then import ./script.nix args name else without name;
    in
    forHosts args (
      name:
      lazy args name (script name)
      // {
        # Its host description, null without the module
        host = if hasModule flake name then import ./host.nix { inherit flake name; } else null;
      }
    )
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
      name: lazy args name (if hasModule flake name then packages.${deploy + name} else nothing name)
    );
}
