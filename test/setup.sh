#!/usr/bin/env bash
# Installs what is missing of Debian packages and node modules: for all tests, `setup.sh demo` for the demo, and
# `setup.sh lab` for the hosts of the demo.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

say() { echo "setup: $*" >&2; }

# Says something only when it fails.
quiet() {
  local said
  said=$("$@" 2>&1 </dev/null) || {
    echo "$said" >&2
    say "failed: $*"
    exit 1
  }
}

node_major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/') || true
if [ "${node_major:-0}" -lt 20 ]; then
  say "needs Node 20 or newer on PATH, found ${node_major:-none}"
  exit 1
fi

if [ -w test ] && command -v flock >/dev/null; then # one set-up at a time
  mkdir -p test/.cache
  exec 9>test/.cache/setup.lock
  flock 9
fi

for_demo=(bash gawk git mount procps util-linux ca-certificates nix-bin openssh-client shellcheck)
for_lab=(python3-minimal mmdebstrap debian-archive-keyring iproute2)
case ${1-} in
  demo) packages=("${for_demo[@]}") ;;
  lab) packages=("${for_lab[@]}") ;;
  *)
    packages=("${for_demo[@]}" "${for_lab[@]}")
    packages+=(rsync sudo pass gnupg age gopass) # what a deploy uses, and where secrets come from
    packages+=(shfmt parallel jq)                # what tests and the recipes of docs/fleet.md run
    # Installed on a running system, the server would start: only where nobody minds.
    if [ -n "${CI:-}" ] || [ ! -d /run/systemd/system ]; then packages+=(openssh-server); fi
    ;;
esac

missing() {
  local package
  for package in "${packages[@]}"; do
    grep -qx "$package installed" <<<"$installed" || echo "$package"
  done
}

if command -v apt-get >/dev/null; then
  installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
  mapfile -t wanted < <(missing)
  if [ ${#wanted[@]} = 0 ]; then
    :
  elif [ "$(id -u)" = 0 ]; then
    say "installing ${wanted[*]}"
    export DEBIAN_FRONTEND=noninteractive
    lock_wait='DPkg::Lock::Timeout=300'
    apt-get -o $lock_wait -qq update || say 'apt-get update failed, trying with the package lists of last time'
    quiet apt-get -o $lock_wait -qq install --yes --no-install-recommends "${wanted[@]}"
  else
    say "not root, so these packages stay missing: ${wanted[*]}"
  fi
else
  say 'not Debian, so no packages are installed'
fi

# A private Nix store is mounted there.
if [ "$(id -u)" = 0 ] && [ ! -e /nix ]; then mkdir /nix; fi

if [ -n "${1-}" ]; then
  : # what is committed below dist needs no node modules
elif [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say 'installing node modules'
  quiet npm ci --no-audit --no-fund --loglevel=error
fi
