# shellcheck shell=bash
# The example's flake, with its inputs on this machine instead of on GitHub.

# For hosts without systemd, or without a system to go back to.
rebuild_plainly() {
  say 'These hosts cannot go back to an old system by themselves, so they are deployed with rollback.enable = false.'
  sed -i '/deployment.ssh.user/a\  lollypops.deployment.rollback.enable = false;' "$work/flake/common.nix"
}

make_flake() {
  mkdir "$work/lollypops"
  cp -r flake.nix nix templates "$work/lollypops"
  node build.mjs "$work/lollypops/dist" >/dev/null
  cp -r test/nixpkgs "$work/nixpkgs"
  sed -i "s|path = \"|&$(dirname "$(command -v node)"):|" "$work/nixpkgs/default.nix" # wherever this Node is
  cp -r test/example "$work/flake"
  sed -i "s|nixpkgs.url = .*|nixpkgs.url = \"$nixpkgs\";|
    s|lollypops.url = .*|lollypops.url = \"path:$work/lollypops\";|" "$work"/{flake,lollypops}/flake.nix
  # The hosts have no network to fetch inputs from: they get them along with the flake.
  sed -i '/deploy-method/d' "$work"/flake/*.nix
  sed -i '/deployment.ssh.user/a\  lollypops.deployment.deploy-method = "archive";' "$work/flake/common.nix"
}
