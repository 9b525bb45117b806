#!/bin/bash
# switch-to-configuration of a toy system: what NixOS would activate is written down in /run/toy-system.
set -eu

action=$1
system=@out@
case $action in
  switch | test) ;;
  check) exit ;;
  boot) echo "$system" >/var/lib/toy-boot && exit ;;
  dry-activate) echo "would activate $system" && exit ;;
  *) echo "switch-to-configuration: unknown action $action" >&2 && exit 1 ;;
esac

mkdir -p /run/toy-system
echo "$action $system" >>/run/toy-system/log
ln -sfn "$system" /run/current-system
cp -r --no-preserve=mode "$system"/etc/. /etc
if [ "$action" = switch ]; then
  mkdir -p /var/lib
  echo "$system" >/var/lib/toy-boot
fi
. "$system"/activation
