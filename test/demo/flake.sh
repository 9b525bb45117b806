# shellcheck shell=bash
# The example's flake, with its inputs on this machine instead of on GitHub.

# For hosts without systemd, or without a system to go back to.
rebuild_plainly() {
  say 'These hosts cannot roll back by themselves, so they are deployed with rollback.enable = false.'
  sed -i '/deployment.ssh.user/a\  lollypops.deployment.rollback.enable = false;' "$work/flake/common.nix"
}

# The example's secret comes from pass, which prints a file here.
make_password_store() {
  mkdir -p "$work/programs" "$work/secrets/hosts/ahorn"
  echo 'PSK=correct-horse-battery-staple' >"$work/secrets/hosts/ahorn/wifi.env"
  printf '#!/bin/sh\n# pass show NAME\ncat %q/"$2"\n' "$work/secrets" >"$work/programs/pass"
  chmod +x "$work/programs/pass"
  export PATH=$work/programs:$PATH
  say 'The secret of the example comes from pass. In this demo that is a program that prints a file.'
}

make_flake() {
  mkdir "$work/lollypops"
  cp -r flake.nix nix templates dist "$work/lollypops"
  cp -r test/nixpkgs "$work/nixpkgs"
  sed -i "s|path = \"|&$(dirname "$(command -v node)"):|" "$work/nixpkgs/default.nix" # wherever this Node is
  cp -r test/example "$work/flake"
  sed -i "s|nixpkgs.url = .*|nixpkgs.url = \"$nixpkgs\";|
    s|lollypops.url = .*|lollypops.url = \"path:$work/lollypops\";|" "$work"/{flake,lollypops}/flake.nix
  # The hosts have no network to fetch inputs from: they get them along with the flake.
  sed -i '/deploy-method/d' "$work"/flake/*.nix
  sed -i '/deployment.ssh.user/a\  lollypops.deployment.deploy-method = "archive";' "$work/flake/common.nix"
}
