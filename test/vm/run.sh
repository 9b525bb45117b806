#!/usr/bin/env bash
# Deploys to machines of QEMU that lose power, or reboot into systems that do not come up: npm run test:vm [-- RUNS], 3
# cuts where that is not said.
# VM_SEED=NUMBER repeats the moments of a run; VM_MACHINE=2 takes another machine, to run two of them at once.
# By systemd-boot, and the reboots once more by GRUB.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
packages=(qemu-system-x86 qemu-utils linux-image-cloud-amd64 ovmf mtools dosfstools fdisk
  grub2-common grub-efi-amd64-bin)
dpkg-query --show "${packages[@]}" >/dev/null 2>&1 ||
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "${packages[@]}" >/dev/null
bash test/setup.sh
export VM_RUNS=${1:-3}
npx vitest run --project vm --no-file-parallelism # both have the same machine
VM_LOADER=grub npx vitest run --project vm test/vm/reboot.test.ts
