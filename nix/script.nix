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
    ${import ./package.nix pkgs}/bin/lollypops-generate ${name}.json -o $out
    bash -n $out
    if ! shellcheck $out; then
      echo 'lollypops: shellcheck objects to the script of ${name}, see above. If the line is yours, mend it in lollypops.secrets or lollypops.extraTasks, or put "# shellcheck disable=SC…" above it there. If not, please report it.' >&2
      exit 1
    fi
    chmod 755 $out
  ''
