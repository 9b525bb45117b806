#!/usr/bin/env bash
# What the demo shows: from the options of two hosts to two deployed hosts.
set -Eeuo pipefail
# shellcheck source=test/demo/narrate.sh
source test/demo/narrate.sh
trap 'echo "demo: that failed" >&2' ERR
cd "$work/flake"
quiet nix flake lock
git init --quiet --initial-branch=main
git add --all
git -c user.name=demo -c user.email=demo@localhost commit --quiet --message 'Two hosts'

title 'A flake with two hosts'
[ "$store" = machine ] || say 'nixpkgs is a toy here: systems are built, copied and switched to by real Nix,' \
  'but hold a few files instead of a NixOS.'
show 'ls'
show 'cat ahorn.nix common.nix'

title 'A script for each of them'
show 'nix build --print-build-logs .#deploy-ahorn .#deploy-porree'
show 'head -n 25 result'
show "sed -n '/^deploy-flake()/,/^} # /p' result"

title 'Deploy both'
show 'nix run .#launch'
deploy="nix run .#launch -- ${jobs:+$jobs }ahorn porree"
if [ -z "${DEMO_RECORD:-}" ]; then show "$deploy"; else node "$checkout/docs/record.mjs" "$DEMO_RECORD" "$deploy"; fi

title 'What changed on the hosts'
for host in ahorn porree; do
  show "ssh root@$host 'readlink /run/current-system; ls -d /var/src/lollypops/* /nix/var/nix/gcroots/lollypops/*'"
done
show "ssh root@ahorn 'stat --format \"%A %U:%G %n\" /etc/wifi.env; cat /etc/wifi.env'"
[ "$rebuild" = noted ] || show "ssh root@porree 'cat /etc/motd'"

title 'One task of one host'
show './result deploy-secrets'
