#!/usr/bin/env bash
# Real machines, made of QEMU without KVM: a kernel, a page cache, a disk (ext4), firmware and a boot loader of their own,
# with the programs of lab hosts. Root on Debian. A boot takes 30 to 90 s. VM_LOADER is systemd-boot, with /boot on the
# EFI partition, or grub, with /boot on the root.
#
#   machine.sh base         once: the disk that every machine begins with
#   machine.sh up N         boots machine N, and waits until it lets root in; `ssh ahorn` by bin/ssh of its folder
#   machine.sh cut N        pulls the plug: what it had not written to its disk is lost
#   machine.sh down N       ends it, and removes its folder
#   machine.sh dir N        prints its folder: bin, home, ssh_config, console
set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
loader=${VM_LOADER:-systemd-boot}
dir=${VM_DIR:-/var/tmp/lollypops-vm}/$loader
machine=$dir/machine-${2-}
export LAB_PACKAGES=kmod,udev,systemd-boot,systemd-boot-efi
[[ $loader != grub ]] || LAB_PACKAGES=kmod,udev,grub-common

base() {
  local root kernel
  root=$("$here/../lab/lab" base | tail -n 1)
  kernel=$(find /lib/modules -maxdepth 1 -name '*cloud*' -printf '%f\n' | sort -V | tail -n 1)
  echo "$root $kernel $(sha256sum <"$here/boot-system.conf")" >"$dir/recipe.new"
  cmp --silent "$dir/recipe.new" "$dir/recipe" && return
  echo 'machine: making the disk, once' >&2
  rm -rf "$dir/root"
  cp -a "$root" "$dir/root"
  root=$dir/root
  mkdir -p "$root"/{lib/modules,boot,root/.ssh}
  cp -a "/lib/modules/$kernel" "$root/lib/modules/"
  [[ -e $dir/key ]] || ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
  install -m 600 "$dir/key.pub" "$root/root/.ssh/authorized_keys"
  ssh-keygen -q -A -f "$root"
  echo ahorn >"$root/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
  echo '/dev/vda2 / ext4 defaults 0 1' >"$root/etc/fstab"
  [[ $loader == grub ]] || echo '/dev/vda1 /boot vfat umask=0077 0 2' >>"$root/etc/fstab"
  printf '%s\n' '[Match]' 'Name=en*' '[Network]' Address=10.0.2.15/24 Gateway=10.0.2.2 \
    >"$root/etc/systemd/network/10.network"
  install -D -m 644 "$here/boot-system.conf" "$root/etc/systemd/system/boot-system.service.d/machine.conf"
  chroot "$root" systemctl -q enable systemd-networkd
  chroot "$root" systemctl -q set-default multi-user.target
  disk "$kernel" "$(chroot "$root" readlink -f /nix/var/nix/profiles/system)"
  rm -rf "$root"
  mv "$dir/recipe.new" "$dir/recipe"
}

# An EFI partition with a boot loader and an entry for the first system, and the root.
disk() { # KERNEL SYSTEM
  local options="root=/dev/vda2 rw console=ttyS0 quiet system=$2"
  cd "$dir"
  rm -f ext4 esp disk
  truncate -s 160M esp
  mkfs.vfat -F 32 esp >/dev/null
  mmd -i esp ::/EFI ::/EFI/BOOT
  "$loader" "$1" "$options"
  mke2fs -q -t ext4 -d root ext4 2500M
  truncate -s 2800M disk
  printf '%s\n' 'label: gpt' 'start=2048, size=327680, type=U' 'start=329728, size=5120000, type=L' | sfdisk -q disk
  dd if=esp of=disk bs=1M seek=1 conv=notrunc status=none
  dd if=ext4 of=disk bs=1M seek=161 conv=notrunc,sparse status=none
  rm -f ext4 esp
}
systemd-boot() { # KERNEL OPTIONS
  mmd -i esp ::/loader ::/loader/entries
  mcopy -i esp root/usr/lib/systemd/boot/efi/systemd-bootx64.efi ::/EFI/BOOT/BOOTX64.EFI
  mcopy -i esp "/boot/vmlinuz-$1" ::/vmlinuz
  mcopy -i esp "/boot/initrd.img-$1" ::/initrd
  printf 'timeout 0\ndefault first.conf\n' | mcopy -i esp - ::/loader/loader.conf
  printf '%s\n' 'title first' 'linux /vmlinuz' 'initrd /initrd' "options $2" | mcopy -i esp - ::/loader/entries/first.conf
}
grub() { # KERNEL OPTIONS
  mkdir -p root/boot/grub
  cp "/boot/vmlinuz-$1" root/boot/vmlinuz
  cp "/boot/initrd.img-$1" root/boot/initrd
  printf '%s\n' 'menuentry "first" {' "linux /boot/vmlinuz $2" 'initrd /boot/initrd' '}' 'set timeout=0' \
    >root/boot/grub/grub.cfg
  grub-mkimage --format=x86_64-efi --prefix='(hd0,gpt2)/boot/grub' --output=core.efi \
    part_gpt ext2 normal linux loadenv test echo search configfile
  mcopy -i esp core.efi ::/EFI/BOOT/BOOTX64.EFI
}

up() { # N
  local port=$((2300 + $1)) end=$((SECONDS + 900))
  mkdir -p "$machine"/{bin,home}
  cd "$machine"
  [[ -e disk ]] || qemu-img create -q -f qcow2 -F raw -b ../disk disk
  [[ -e vars ]] || cp /usr/share/OVMF/OVMF_VARS_4M.fd vars
  printf '%s\n' 'Host *' '  HostName 127.0.0.1' "  Port $port" '  User root' "  IdentityFile $dir/key" \
    '  StrictHostKeyChecking no' "  UserKnownHostsFile $machine/known_hosts" '  LogLevel ERROR' >ssh_config
  printf '#!/bin/sh\nexec /usr/bin/ssh -F %q "$@"\n' "$machine/ssh_config" >bin/ssh
  chmod +x bin/ssh
  setsid qemu-system-x86_64 -M q35 -accel tcg -m 1024 -display none -serial file:console \
    -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd -drive if=pflash,format=raw,file=vars \
    -drive file=disk,if=virtio,format=qcow2,cache=writeback \
    -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=net,romfile= \
    </dev/null >qemu.log 2>&1 &
  echo $! >pid
  until timeout 30 bin/ssh -o ConnectTimeout=5 ahorn systemctl is-active --quiet systemd-user-sessions nix-daemon.socket; do
    if ((SECONDS >= end)) || ! kill -0 "$(cat pid)"; then
      echo "machine $1 does not answer, see $machine/console and qemu.log" >&2
      exit 1
    fi
    sleep 1
  done
}

cut() {
  local pid
  [[ -e $machine/pid ]] || return 0
  pid=$(cat "$machine/pid")
  kill -9 "$pid" 2>/dev/null || true
  # Until its files are closed: the next one locks the disk.
  while [[ -e /proc/$pid ]] && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null; do sleep 0.05; done
  rm -f "$machine/pid"
}

mkdir -p "$dir"
case ${1-} in
  base) base ;;
  up) up "$2" ;;
  cut) cut ;;
  down) cut && rm -rf "$machine" ;;
  dir) echo "$machine" ;;
  *) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0" && exit 2 ;;
esac
