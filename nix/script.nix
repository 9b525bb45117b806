# The script of one host: generated and checked while it is built.
{ flake, pkgs }:
name:
let
  needs = import ./needs.nix pkgs;
  host = import ./host.nix { inherit flake name; };
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
    ${import ./package.nix pkgs}/bin/lollypops-generate ${name}.json -o deploy-${name}
    bash ${./check-script.sh} deploy-${name}
    cp deploy-${name} $out
    chmod 755 $out
  ''
