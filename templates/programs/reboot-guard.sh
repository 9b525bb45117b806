# Boots the new system of this host once, by systemd-boot. It is kept if a login confirms it; else, also when its kernel
# panics or its network never comes, the host goes back to the system that it has booted now. A deploy calls it as root:
#   arm SECONDS       before a reboot: the new system is to be confirmed within SECONDS of its start
#   confirm [REASON]  after the reboot: keep the new system; with a REASON, reboot into the old one
#   wait              what the unit lollypops-reboot-guard of either system runs when that boots
# Exit codes: 0 done; 10 the host went back; 11 it has to reboot unguarded; 13 something is wrong there.
set -uo pipefail
cd "${0%/*}" || exit 13
profile=/nix/var/nix/profiles/system
root=/nix/var/nix/gcroots/lollypops-reboot # the old system
seconds='' old='' new=''                   # old and new generation
[[ ! -e armed ]] || read -r seconds old new <armed

end() { # EXIT-CODE SENTENCE
  (($1 == 0)) || exec >&2
  echo "$(uname -n) $2"
  exit "$1"
}
generation() { # SYSTEM: the newest one by which the boot loader can start it
  grep --files-with-matches --fixed-strings " init=$1/init" "$boot"/loader/entries/nixos-generation-*.conf |
    sed -nE 's/.*nixos-generation-([0-9]+)\.conf$/\1/p' | sort --numeric-sort | tail --lines=1
}
disarm() { bootctl set-default '' && rm -f armed why "$root" && sync --file-system .; }

arm() { # SECONDS
  local boot system booted next
  rm -f outcome # of an earlier reboot
  disarm || end 11 'reboots unguarded: its boot loader is not systemd-boot, see above.'
  booted=$(readlink --canonicalize /run/booted-system) next=$(readlink --canonicalize "$profile")
  [[ $next != "$booted" ]] || end 11 'reboots unguarded, into the system that it has booted before.'
  for system in "$booted" "$next"; do
    [[ -e $system/etc/systemd/system/lollypops-reboot-guard.service ]] ||
      end 11 "reboots unguarded: $system lacks the unit lollypops-reboot-guard."
  done
  boot=$(bootctl --print-boot-path) old=$(generation "$booted") new=$(generation "$next")
  [[ $old && $new ]] || end 11 'reboots unguarded: systemd-boot lacks the old system or the new one.'
  # On the disk before it counts.
  ln -sfnT "$booted" "$root" && echo "$1 $old $new" >note && sync note && mv note armed && sync --file-system . &&
    bootctl set-default "nixos-generation-$old.conf" && bootctl set-oneshot "nixos-generation-$new.conf" && return
  disarm
  end 11 'reboots unguarded: its boot loader or its disk fails, see above.'
}
await() {
  local up
  if ! [[ /run/booted-system -ef $profile-$new-link ]]; then
    back
    return
  fi
  bootctl set-default "nixos-generation-$old.conf" # again: the power may have failed before
  up=$(cut --delimiter=. --fields=1 /proc/uptime)
  sleep $((up < seconds ? seconds - up : 0))
  echo "nobody could log in and confirm it within $seconds s" >why && timeout 10 sync why
  systemctl reboot --force || systemctl reboot --force --force
}
back() { # done again at the next boot if it fails
  local why='it did not come up'
  until systemctl --quiet is-active local-fs.target; do sleep 1; done # the boot partition, too
  [[ ! -s why ]] || why=$(<why)
  [[ -e $profile-$old-link ]] || ln -sfnT "$(readlink "$root")" "$profile-$old-link"
  if [[ $(readlink "$profile") == "system-$new-link" ]]; then
    ln -sfnT "system-$old-link" "$profile" && rm -f "$profile-$new-link" # or the next rollback would choose it
  fi
  NIXOS_NO_CHECK=1 "$profile/bin/switch-to-configuration" boot && sync &&
    echo "rolled back to $(readlink "$root"): $why." >outcome && disarm
}
confirm() { # [REASON]
  local tries=0
  if [[ -e armed && /run/booted-system -ef $profile-$new-link ]]; then
    if [[ $1 ]]; then
      echo "$1" >why
      systemctl reboot
      return
    fi
    systemctl stop lollypops-reboot-guard
    disarm || end 13 'is back, but its boot loader fails, so the old system is the one to boot: see above'
  fi
  until [[ ! -e armed ]] || ((tries++ == 300)); do sleep 0.2; done # while the old system goes back
  [[ ! -e armed ]] || end 13 'is back in the old system, but not for good: see journalctl --unit=lollypops-reboot-guard'
  [[ ! -e outcome ]] || end 10 "$(<outcome)"
  [[ /run/current-system -ef $profile ]] || end 13 'is back, but did not boot the new system: see its boot menu'
  [[ ! $1 ]] || end 13 "is back, but $1. To go back: rollback"
}

case $1 in
  arm) arm "$2" ;;
  wait) [[ ! -e armed ]] || await ;;
  confirm) confirm "${2-}" ;;
esac
