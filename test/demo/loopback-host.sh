#!/usr/bin/env bash
# A host in namespaces: NAME, with a root file system below DIR/root that shares only the machine's programs.
set -euo pipefail
name=$1 dir=$2 root=$2/root
exec 3>"$dir/pid"
read -r pid _ </proc/self/stat # outside, for /proc is still the outer one
hostname "$name"

mount -t tmpfs -o mode=755,size=2g tmpfs "$root"
mkdir -p "$root"/{dev,etc,home,opt,proc,root,run,tmp,var/tmp,var/lib,old}
for path in /usr /bin /sbin /lib /lib32 /lib64; do
  if [ -L $path ]; then
    cp -P $path "$root$path"
  elif [ -d $path ]; then
    mkdir "$root$path"
    mount --rbind $path "$root$path"
    mount -o remount,bind,ro "$root$path" 2>/dev/null || [ "$(cat /proc/self/uid_map | awk '{ print $2 }')" != 0 ]
  fi
done
cp -a /etc/. "$root/etc" 2>/dev/null || true # what may be read
chmod 755 "$root/etc"
cp -r "$dir/tools" "$root/opt/demo"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"

if [[ $(readlink -f "$(command -v bash)") = /nix/* ]]; then # NixOS lives from its store; links are the host's own
  mkdir "$root/nix"
  mount --rbind /nix "$root/nix"
  mount -t tmpfs tmpfs "$root/nix/var/nix/profiles"
  mount -t tmpfs tmpfs "$root/nix/var/nix/gcroots"
else
  mkdir -p "$root/nix/store" "$root"/nix/var/nix/{profiles,gcroots} "$root/etc/nix"
  cp "$dir/../nix-conf/nix.conf" "$root/etc/nix/nix.conf"
fi

cd "$root"
pivot_root . old
umount -l /old
echo "$pid" >&3
exec bash -c 'while sleep 3600; do :; done' 3>&-
