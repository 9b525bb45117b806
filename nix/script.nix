# The script of one host: generated and checked while it is built.
{ flake, pkgs }:
name:
let
  needs = import ./needs.nix pkgs;
  host = import ./host.nix { inherit flake name; };
  package = import ./package.nix pkgs;
in
needs.runCommandLocal "deploy-${name}"
  {
    description = builtins.toJSON host;
    passAsFile = [ "description" ];
    nativeBuildInputs = [ needs.shellcheck ];
    LC_ALL = "C.UTF-8"; # else shellcheck stops at the first letter with an accent
  }
  ''
    cp "$descriptionPath" ${name}.json
    generate=${package}/bin/lollypops-generate
    $generate ${name}.json -o deploy-${name}
    $generate --skeleton ${name}.json -o skeleton
    $generate --fragments ${name}.json fragments
    bash ${./check-script.sh} ${host.shellcheck} deploy-${name} skeleton ${package}/lib/templates/programs
    cp deploy-${name} $out
    chmod 755 $out
  ''
