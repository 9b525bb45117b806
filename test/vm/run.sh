#!/usr/bin/env bash
# Deploys to machines of QEMU that lose power, or reboot into systems that do not come up: npm run test:vm [-- RUNS], 3
# cuts where that is not said.
# VM_SEED=NUMBER repeats the moments of a run; VM_MACHINE=2 takes another machine, to run two of them at once.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
packages=(qemu-system-x86 qemu-utils linux-image-cloud-amd64 ovmf mtools dosfstools fdisk)
dpkg-query --show "${packages[@]}" >/dev/null 2>&1 ||
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "${packages[@]}" >/dev/null
bash test/setup.sh
export VM_RUNS=${1:-3}
exec npx vitest run --project vm --no-file-parallelism # both have the same machine
