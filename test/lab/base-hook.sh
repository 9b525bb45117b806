#!/usr/bin/env bash
# Run by mmdebstrap: makes the fresh Debian in $1 as much of a NixOS host as deploying can notice.
set -euo pipefail
root=$1
here=$(dirname "$(readlink -f "$0")")
guest() { chroot "$root" "$@"; }

guest groupadd --system --gid 96 keys
for user in deploy ops alice; do
  guest useradd --create-home --shell /bin/bash --gid users "$user"
  chmod 700 "$root/home/$user"
done
echo ops:lab | guest chpasswd
echo 'deploy ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/deploy"
echo 'ops ALL=(ALL) ALL' >"$root/etc/sudoers.d/ops"
chmod 440 "$root"/etc/sudoers.d/*
echo 'permit nopass deploy as root' >"$root/etc/doas.conf"
chmod 600 "$root/etc/doas.conf"

rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/machine-id"
printf '%s\n' 'UseDNS no' 'PermitRootLogin prohibit-password' 'MaxStartups 100' >"$root/etc/ssh/sshd_config.d/lab.conf"

mkdir -p "$root/etc/nix"
printf '%s\n' 'experimental-features = nix-command flakes' 'sandbox = false' 'substituters =' 'flake-registry =' \
  'trusted-users = root' >"$root/etc/nix/nix.conf"
for user in deploy ops alice; do guest usermod -aG nix-users $user; done # only these reach Debian's daemon

# A system to return to, as every NixOS host has one. What the profile says runs after a boot.
mkdir -p "$root"/nix/var/nix/{profiles,gcroots} "$root/nix/store"
guest chgrp nixbld /nix/store
chmod 1775 "$root/nix/store"
cp -r "$here/first-system" "$root/tmp/nixos-system-first"
chmod -R a+rX,u+w "$root/tmp/nixos-system-first"
chmod 755 "$root"/tmp/nixos-system-first/bin/*
first=$(guest nix-store --add /tmp/nixos-system-first)
guest nix-env --profile /nix/var/nix/profiles/system --set "$first"
rm -rf "$root/tmp/nixos-system-first"
ln -s /run/current-system "$root/nix/var/nix/gcroots/current-system"
ln -s /run/booted-system "$root/nix/var/nix/gcroots/booted-system"
cat >"$root/etc/systemd/system/boot-system.service" <<'UNIT'
[Unit]
Description=Boot the system of the profile
Before=ssh.service

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'new=$$(readlink -f /nix/var/nix/profiles/system) && ln -sfn $$new /run/booted-system && ln -sfn $$new /run/current-system'

[Install]
WantedBy=multi-user.target
UNIT
install -m 755 "$here/nixos-rebuild" "$root/usr/bin/nixos-rebuild"

guest systemctl -q enable ssh.service nix-daemon.socket boot-system.service
guest systemctl -q mask systemd-firstboot.service getty.target console-getty.service apt-daily.timer \
  apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer e2scrub_reap.service \
  systemd-modules-load.service systemd-sysctl.service systemd-remount-fs.service dev-hugepages.mount \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount
: >"$root/etc/default/locale"
touch "$root/etc/.updated" "$root/var/.updated"
