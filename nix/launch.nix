# `launch` for one flake: it knows where to get the scripts of that flake's hosts.
{
  flake,
  pkgs,
  expression ? "${import ./expression.nix { inherit flake pkgs; }}/deploy.nix",
}:
let
  inherit (import ./needs.nix pkgs) runCommandLocal shell evalJobs;
  package = import ./package.nix pkgs;

  hosts = flake.nixosConfigurations or { };
  # What nix-eval-jobs evaluates
  scripts = builtins.mapAttrs (name: _: import ./script.nix { inherit flake pkgs; } name) hosts;

  describe =
    name:
    let
      host = import ./host.nix { inherit flake name; };
    in
    if flake.nixosConfigurations.${import ./check-name.nix name}.config ? lollypops then
      {
        inherit name;
        inherit (host) tasks;
        inherit (host.deployment) group tags;
        address = host.deployment.ssh.host;
        extraTasks = builtins.attrNames host.extraTasks ++ map (profile: "profile-${profile}") (builtins.attrNames host.profiles);
      }
    else
      null;
in
runCommandLocal "launch" { meta.mainProgram = "launch"; } ''
  mkdir -p $out/bin
  cat > $out/bin/launch <<'END'
  #!${shell}
  export LOLLYPOPS_EXPR="''${LOLLYPOPS_EXPR-${expression}}"
  export LOLLYPOPS_LAUNCH=launch
  [ "$(command -v launch)" -ef "$0" ] || LOLLYPOPS_LAUNCH="$0"
  ${if evalJobs == null then "" else "PATH=$PATH:${evalJobs}/bin"}
  for word in "$@"; do
    case $word in
      --flake | --flake=*) break ;;
      --override-input | --update-input)
        echo "launch: $word has no effect on the flake that launch was built from: use launch --flake . ... -- $word ..." >&2
        exit 2
        ;;
    esac
  done
  exec ${package}/bin/launch "$@"
  END
  chmod +x $out/bin/launch
  ln -s ${package}/share $out/share # man page and completion
''
// {
  inherit scripts;
  hosts = builtins.mapAttrs (name: _: describe name) hosts;
  # The same for one process of Nix; before 2.15 there is no DRV^out to build them by
  drvs = if builtins.compareVersions builtins.nixVersion "2.15" < 0 then { } else builtins.mapAttrs (_: script: script.drvPath) scripts;
}
