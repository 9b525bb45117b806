#!/usr/bin/env bash
# The guard against nixpkgs' own switch-to-configuration, on lab hosts that boot and switch as NixOS does:
# NIXPKGS=PATH npm run test:nixos. Arguments go to vitest.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
stc=nixos/modules/system/activation/switch-to-configuration.pl
if [ ! -e "${NIXPKGS:-}/$stc" ]; then
  echo "skipped: NIXPKGS, which is '${NIXPKGS:-}', names no tree of nixpkgs with $stc"
  exit
fi
bash test/setup.sh
export LAB_PACKAGES=perl,libconfig-inifiles-perl,libfile-slurp-perl
exec npx vitest run --project hosts test/programs/guard.test.ts test/real "$@"
