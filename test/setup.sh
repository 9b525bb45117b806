#!/usr/bin/env bash
# Installs what the tests and the demo need, where something is missing: Debian packages and node modules.
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

packages=(
  bash git mount procps util-linux python3-minimal ca-certificates # whatever is missing on a small image
  nix-bin openssh-client rsync sudo pass gnupg                     # what a deployment uses
  age gopass                                                       # where secrets come from, beside pass and gnupg
  mmdebstrap debian-archive-keyring iproute2                       # what the lab's hosts are made of
  shellcheck shfmt parallel jq                                     # what tests and the recipes of docs/fleet.md run
)
# Installed on a running system, the server would start: only where nobody minds.
if [ -n "${CI:-}" ] || [ ! -d /run/systemd/system ]; then packages+=(openssh-server); fi

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

# Through a link npm ci would empty the folder that others use.
if [ -L node_modules ]; then
  say 'node_modules is a link: left as it is'
elif [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say 'installing node modules'
  quiet npm ci --no-audit --no-fund --loglevel=error
fi
