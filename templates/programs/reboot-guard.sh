# Boots the new system of this host once, by systemd-boot or GRUB. It is kept if a login confirms it; else, also when
# its kernel panics or its network never comes, the host goes back to the system that it has booted now. A deploy calls
# it as root:
#   arm SECONDS       before a reboot: the new system is to be confirmed within SECONDS of its start
#   confirm [REASON]  after the reboot: keep the new system; with a REASON, reboot into the old one
#   wait              what the unit lollypops-reboot-guard of either system runs when that boots
# Exit codes: 0 done; 10 the host went back; 11 it has to reboot unguarded; 13 something is wrong there.
set -uo pipefail
cd "${0%/*}" || exit 13
profile=/nix/var/nix/profiles/system
root=/nix/var/nix/gcroots/lollypops-reboot # the old system
grub=/boot/grub
seconds='' loader='' old='' new='' # old and new generation
[[ ! -e armed ]] || read -r seconds loader old new <armed

end() { # EXIT-CODE SENTENCE
  (($1 == 0)) || exec >&2
  echo "$(uname -n) $2"
  exit "$1"
}
generation() { # SYSTEM: the newest one
  find "$profile"-*-link -lname "$1" | sed -nE 's/.*-([0-9]+)-link$/\1/p' | sort --numeric-sort | tail --lines=1
}
entry() { # SYSTEM GENERATION: by which the boot loader can start it
  if [[ $loader == systemd-boot ]]; then
    grep --files-with-matches --fixed-strings " init=$1/init" \
      "$(bootctl --print-boot-path)/loader/entries/nixos-generation-$2.conf"
  else # below the title of its submenu by numbers: other titles may begin with >
    awk -F '"' -v init=" init=$1/init " '
      /^submenu .* - All configurations"/ { menu = $2; depth = 1; next }
      depth && /^(submenu|menuentry) / { at[depth++]++; at[depth] = 0 }
      depth && /^}/ { depth-- }
      depth && index($0, init) { for (i = 1; i < depth; i++) menu = menu ">" at[i] - 1; print menu; exit }
    ' "$grub/grub.cfg"
  fi
}
first() { # the system that GRUB starts by default
  sed -nE '/^menuentry/,/^\}/{s,.* init=(\S+)/init .*,\1,p; /^\}/q}' "$grub/grub.cfg"
}
default() { # SYSTEM [GENERATION]: this one boots from now on; without a GENERATION it is that of the profile
  if [[ $loader == systemd-boot ]]; then
    bootctl set-default "${2:+nixos-generation-$2.conf}"
    return
  fi
  grub-editenv "$grub/grubenv" unset next_entry &&
    { [[ $(first) == "$1" ]] || NIXOS_NO_CHECK=1 "$1/bin/switch-to-configuration" boot; } &&
    [[ $(first) == "$1" ]] && sync --file-system "$grub"
}
once() { # SYSTEM GENERATION: this one boots next
  if [[ $loader == systemd-boot ]]; then
    bootctl set-oneshot "nixos-generation-$2.conf"
  else
    grub-editenv "$grub/grubenv" set next_entry="$(entry "$@")" && sync --file-system "$grub"
  fi
}
disarm() { default "$(readlink --canonicalize "$profile")" && rm -f armed why "$root" && sync --file-system .; }

grub-writes() { # it forgets next_entry by overwriting a block of the disk
  [[ ! $(grub-probe --target=abstraction "$grub") && $(grub-probe --target=fs "$grub") == @(ext2|fat) ]]
}

arm() { # SECONDS
  local booted next system
  rm -f outcome # of an earlier reboot
  booted=$(readlink --canonicalize /run/booted-system) next=$(readlink --canonicalize "$profile")
  if [[ ! -e armed ]]; then
    loader=systemd-boot
    [[ ! -e $grub/grub.cfg || $(first) != "$next" ]] || loader=GRUB
  fi
  disarm || end 11 'reboots unguarded: its boot loader is neither systemd-boot nor GRUB, see above.'
  [[ $next != "$booted" ]] || end 11 'reboots unguarded, into the system that it has booted before.'
  for system in "$booted" "$next"; do
    [[ -e $system/etc/systemd/system/lollypops-reboot-guard.service ]] ||
      end 11 "reboots unguarded: $system lacks the unit lollypops-reboot-guard."
  done
  [[ $loader == systemd-boot ]] || grub-writes ||
    end 11 "reboots unguarded: GRUB cannot write to the file system of $grub."
  old=$(generation "$booted") new=$(generation "$next")
  [[ $old && $new && $(entry "$booted" "$old") && $(entry "$next" "$new") ]] ||
    end 11 "reboots unguarded: $loader lacks the old system or the new one."
  # On the disk before it counts.
  ln -sfnT "$booted" "$root" && echo "$1 $loader $old $new" >note && sync note && mv note armed &&
    sync --file-system . && default "$booted" "$old" && once "$next" "$new" && return
  disarm
  end 11 'reboots unguarded: its boot loader or its disk fails, see above.'
}
mounted() { systemctl --quiet is-active local-fs.target; } # the boot partition, too
late() { (($(cut --delimiter=. --fields=1 /proc/uptime) >= seconds)); }
await() {
  if ! [[ /run/booted-system -ef $profile-$new-link ]]; then
    back
    return
  fi
  until mounted || late; do sleep 1; done
  ! mounted || default "$(readlink "$root")" "$old" # again: the power may have failed before
  until late; do sleep 1; done
  echo "nobody could log in and confirm it within $seconds s" >why && timeout 10 sync why
  systemctl reboot --force || systemctl reboot --force --force
}
back() { # done again at the next boot if it fails
  local why='it did not come up'
  until mounted; do sleep 1; done
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
