#!/usr/bin/env bash
# What the demo shows where there is no Nix: from two host descriptions to two hosts.
set -Eeuo pipefail
# shellcheck source=test/demo/narrate.sh
source test/demo/narrate.sh
trap 'echo "demo: that failed" >&2' ERR
cd "$work"
ln -s lollypops/dist/lollypops-generate.cjs lollypops-generate
ln -s lollypops/dist/launch.cjs launch
for host in ahorn porree; do
  sed "s|@name@|$host|" "$checkout/test/demo/host.json" >"$host.json"
done

title 'A host, described in JSON'
say 'Nix writes this from the options of a host. The flake is an empty folder here, which the hosts already have.'
source=/nix/store/00000000000000000000000000000000-source
for host in ahorn porree; do ssh root@$host mkdir -p $source; done
show 'cat ahorn.json'

title 'A script for each of two'
show 'node lollypops-generate ahorn.json -o deploy-ahorn'
show 'node lollypops-generate porree.json -o deploy-porree'
show 'head -n 25 deploy-ahorn'
show "sed -n '/^deploy-secrets()/,/^} # /p' deploy-ahorn"

title 'Deploy both'
show "node launch ${jobs:+$jobs }./deploy-ahorn ./deploy-porree"

title 'What changed on the hosts'
for host in ahorn porree; do
  show "ssh root@$host 'stat --format \"%A %U:%G %n\" /etc/wifi.env; cat /etc/wifi.env'"
done

title 'One task of one host'
show './deploy-ahorn deploy-secrets'
