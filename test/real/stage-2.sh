#!/bin/bash
# Init of a lab host that boots as NixOS does: what the boot loader says is activated before systemd starts.
PATH=/usr/bin:/usr/sbin
system=$(readlink -f /root/boots)
ln -sfnT "$system" /run/booted-system
"$system/activate"
exec /lib/systemd/systemd
