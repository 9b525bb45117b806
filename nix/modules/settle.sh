#!/usr/bin/env bash
# Runs at boot, where power failed while a deploy made its system the one to boot: if the previous one has booted,
# profile and boot loader are made those of that one again. system-before is its generation.
set -euo pipefail
cd /nix/var/nix/profiles
# Each activation starts this again: where another system runs by now, somebody has chosen what boots.
if [[ /run/booted-system -ef system-before && /run/current-system -ef system-before ]] &&
  [[ ! system -ef system-before ]]; then
  made=$(readlink system)
  ln -sfnT "$(readlink system-before)" system
  find "$made" -newer system-before -delete # or the next rollback would choose it
  NIXOS_NO_CHECK=1 system/bin/switch-to-configuration boot
  sync
  echo "$(uname -n) lost power before $made could boot: it runs, and boots, $(readlink system)."
fi
rm system-before
