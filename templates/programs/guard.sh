# Activates a system on this host, and rolls back unless that is confirmed in time. Each activation has a folder,
# /run/lollypops/ID, with this program as `guard` and all that it notes. A deploy calls it as root:
#   start NEW ACTION [NAME=VALUE...]  activate, and show that until it waits to be confirmed; again: go on showing
#   confirm [REASON]                  keep it, by a login that began after the activation; with a REASON, roll back
#   outcome                           say how it ended, without confirming; exit code 75 while that is open
# NEW is a link to a system, a generation, `previous`, or `profiles`. ACTION is switch, boot, test or dry-activate.
# NAME is by (who deploys), wait (yes: exit code 75 while another deploy runs), activation and confirm (seconds), ignore
# (units that may fail), revision, specialisation, NIXOS_NO_CHECK or NIXOS_INSTALL_BOOTLOADER. Exit codes: 0 done, or
# waiting; 10 rolled back; 11 nothing was activated; 12 another system runs; 13 rollback failed; 75 try again.
set -uo pipefail
cd "${0%/*}" || exit 11
export NIXOS_NO_CHECK NIXOS_INSTALL_BOOTLOADER
by=somebody wait=no activation=300 confirm=30 ignore='' revision='' specialisation='' profiles=''
base='' new='' action='' from='' old='' was='' had='' why='' failure='' tries=0
link=/nix/var/nix/profiles/system lock=/run/nixos/switch-to-configuration.lock
bash=$(readlink --canonicalize "$BASH") # that of the old system

# Notes are links: made in one step and, if short, without room on the disk.
note() { ln -sfnT "$2" "$1" 2>/dev/null || ln -sfnT "${2::100}" "$1"; }
say() { note state "$1"; } # activating, waiting, keeping or reverting WHY; then exit code and sentence
state() { readlink state; }
ended() { [[ $(state) == [01]* ]]; }
active() { [[ $(systemctl show --property=ActiveState --value lollypops-activate) != @(inactive|failed) ]]; }
ours() { [[ . -ef ../current ]] && active; }
begun() { [[ deploy -nt guard ]] && { [[ -L state ]] || ours; }; } # since this program was put here
locked() { [[ -e $lock ]] && ! flock --nonblock "$lock" true; }
now() { cut --delimiter=. --fields=1 /proc/uptime; } # a clock that no activation sets
running() { readlink --canonicalize-missing /run/current-system; }
units() {
  systemctl list-units --plain --no-legend "$@" | sed -E '/^(lollypops-activate|user(-runtime-dir)?@|run-user-)/d; s/ .*//'
}
failed-units() {
  units --state=failed,auto-restart | while read -r unit; do
    [[ $(systemctl show --property=Result --value -- "$unit") == success ]] || echo "$unit"
  done
}
network() { # [OPTION...]: what there is, as ip would make it
  ip -oneline link show up | awk -F '[ :@]+' '{ print "link set", $2, "up" }'
  ip -oneline address show "$@" | awk '{ print "address replace", $4, "dev", $2 }'
  (ip route && ip -6 route | sed 's,default,::/0,') |
    sed -E 's/^/route replace /; s/ (expires \w+|linkdown|dead)//g'
}
refuse() {
  echo "$(uname -n) was not changed: $1" >&2
  exit 11
}

start() { # NEW ACTION NAME=VALUE...
  local word busy='' names='by|wait|ignore|revision|specialisation|NIXOS_NO_CHECK|NIXOS_INSTALL_BOOTLOADER'
  type awk df flock grep ip journalctl nix-env pgrep ps runuser sed sync systemctl systemd-run timeout xargs >/dev/null ||
    refuse 'a program is missing, see above'
  exec 9>../lock && flock 9
  if begun; then return; fi
  for word in "${@:3}"; do
    [[ $word =~ ^($names)=|^(activation|confirm)=[1-9][0-9]*$ ]] || refuse "$word is not a parameter"
    declare -g "$word"
  done

  # The unit is the lock: it goes with its last process.
  if active; then
    # shellcheck source=/dev/null
    busy=$(source ../current/deploy && echo "deploy is running, by $by, $(readlink ../current/state)")
    busy+=': systemctl status lollypops-activate'
  elif locked; then
    busy="activation is running: $(ps -o pid=,lstart=,args= -p "$(pgrep --full --delimiter=, switch-to-configuration)")"
  fi
  if [[ $busy ]]; then
    [[ $wait == yes ]] || refuse "another $busy"
    [[ -L told ]] || echo "$(uname -n): waiting, another $busy" >&2
    note told yes
    exit 75
  fi
  [[ $1 != profiles || -e profiles/part ]] || refuse 'there is no profile to activate'
  [[ ! $(find answer -newer guard 2>/dev/null) ]] || refuse 'it was interrupted'
  rm -f answer cursor state told touched # of an earlier activation

  new=$1 action=$2 old=$(running) was=$(readlink "$link")
  [[ $new != profiles ]] || new=$old specialisation='' profiles='its new profiles'
  if [[ $new == previous ]]; then # the current one, if what runs was never made the one to boot
    new=$link
    [[ ! /run/current-system -ef $link ]] || new=$(nix-env --profile "$link" --list-generations |
      awk -v link="$link" '/current/ && last { print link "-" last "-link" } { last = $1 }')
  fi
  [[ $new != "$link"-*-link ]] || from=${new%-link} from=${from##*-}
  [[ -e $new ]] || refuse "there is no ${new:-generation before this one}"
  base=$(readlink --canonicalize "$new")
  new=$(readlink --canonicalize-missing "$base${specialisation:+/specialisation/$specialisation}")
  [[ ! $specialisation || $action == @(switch|test) ]] || refuse 'a specialisation can be switched to or tested'
  for word in "$new" "$old"; do [[ -x $word/bin/switch-to-configuration ]] || refuse "$word is not a NixOS system"; done
  (($(df --output=avail --block-size=1M /run | tail -n 1) >= 16)) || refuse 'systemd needs 16 MB in /run to reload'
  if [[ $action == @(switch|test) ]]; then
    word=$(switch "$new" check 2>&1) || [[ ${word,,} == *usage:* ]] ||
      refuse "$word"$'\nDeploy with REBUILD_ACTION=boot, then restart.'
  fi

  by+=" since $(date '+%F %T')"
  journalctl --quiet --lines=0 --cursor-file=cursor
  network >had-network
  {
    had=$(failed-units) && units --state=active --type=service,socket,timer,path,mount,swap >were-running &&
      declare -p base new action from old was had by activation confirm ignore revision profiles bash \
        NIXOS_NO_CHECK NIXOS_INSTALL_BOOTLOADER >deploy && ln -sfnT "$PWD" ../current &&
      ln -sfnT "$old" /nix/var/nix/gcroots/lollypops-old && ln -sfnT "$base" /nix/var/nix/gcroots/lollypops-new
  } || refuse 'its units are unknown, or its disk is full'
  word=$(((5 + $(find profiles -name '*.profile' 2>/dev/null | wc -l)) * activation))
  systemctl reset-failed lollypops-activate 2>/dev/null
  systemd-run --quiet --collect --no-ask-password --service-type=exec --unit=lollypops-activate \
    --setenv=PATH="$(readlink --canonicalize /run/current-system)/sw/bin:$PATH" --setenv=LOCALE_ARCHIVE \
    --property=DefaultDependencies=no --property=KillSignal=SIGKILL --property=ExecStopPost="$bash $PWD/guard leave" \
    --property=Restart=on-failure --property=RestartSec=1 --property=StartLimitIntervalSec=1h \
    --property=RuntimeMaxSec=$((word + confirm)) --property=TimeoutStopSec="$word" \
    "$bash" "$PWD/guard" activate 9>&- || refuse 'the unit lollypops-activate did not start'
}

# For the deploy: what the unit prints, until it is in that state, or has ended.
follow() { # STATE
  exec 9>&-
  until [[ $(state) == "$1" ]] || ended; do
    show
    ours || ended || say '13 has ended it too early'
    sleep 0.2
  done
  timeout 5 journalctl --sync
  show
  if ! ended; then return; fi
  until ! ours || ((tries++ == 25)); do sleep 0.2; done # the unit is the lock
  why=$(state)
  [[ $why == 0* ]] || exec >&2
  [[ $why$1 == 0*waiting ]] || echo "$(uname -n) ${why#* }."
  exit "${why%% *}"
}
show() { # counts as shown once it is written: a lost connection loses no line
  local said
  [[ . -ef ../current ]] && cp cursor next || return
  said=$(journalctl --quiet --all --output=cat --cursor-file=next \
    _TRANSPORT=stdout _SYSTEMD_UNIT=lollypops-activate.service)
  [[ ! $said ]] || echo "$said" && mv next cursor
}
confirm() { # [REASON]
  [[ ! $1 ]] || note answer "no $1"
  begun || ours || refuse 'nothing had begun'
  [[ $1 || $(state) != @(|activating) ]] || { follow waiting && exit 75; } # that login began too early
  [[ -L answer ]] || note answer yes
  follow end
}
outcome() {
  begun || refuse 'nothing had begun'
  [[ $(state) != @(|activating|waiting) ]] || exit 75
  follow end
}

switch() { # PATH ACTION
  [[ $profiles ]] || timeout --kill-after=10 "$activation" "$1/bin/switch-to-configuration" "$2" </dev/null
}
parts() { # VERB: activate, keep, restore or follow-up; for secrets and profiles of this run
  local part code=0
  for part in */part; do
    [[ ! -e $part ]] || "$bash" "$part" "$1" && continue
    code=1 failure=$(readlink "${part%/*}/why") || failure="$1 of ${part%/*} failed"
  done
  return "$code"
}
none-failed() {
  local failed
  why='which units failed is unknown'
  failed=$(failed-units) || return
  failed=$(echo "$failed" | grep -vxF -e '' -e "$had" -e "${ignore// /$'\n'}") || (($? == 1)) || return
  [[ $failed ]] || return 0
  why="these units failed: ${failed//$'\n'/ }"
  echo "$failed" | xargs -d '\n' systemctl status --no-pager --full --lines=20 --
  return 1
}

# In the unit: activate, wait to be confirmed, keep. Fails with WHY to roll back.
activate() {
  local code=0 before=0 since end answer
  say activating
  if [[ $action == boot ]]; then
    keep
    return
  elif [[ $action == dry-activate ]]; then
    switch "$new" dry-activate || code=$?
    say "$((code ? 11 : 0)) was not changed: dry-activate ended with exit code $code"
    return
  fi
  since=$(now)
  switch "$new" test || code=$?
  if ((code == 2)); then # counts, unless the activation of the old one ends so, too
    switch "$old" test || before=$?
    [[ $before != 2 ]] || switch "$new" test || code=$?
  fi
  none-failed || return
  if [[ $code != @(0|4|"$before") ]]; then # 4: units failed, but none that count
    why="activation ended with exit code $code"
    (($(now) < since + activation)) || why="activation took longer than $activation s"
    return 1
  fi
  parts activate || { why=$failure && return 1; }
  none-failed || return
  say waiting
  why="nobody could log in and confirm it within $confirm s" end=$(($(now) + confirm + 1))
  until answer=$(readlink answer); do
    (($(now) < end)) || return
    sleep 0.2
  done
  why=${answer#no }
  [[ $answer == yes ]] && none-failed && keep
}
keep() {
  local set=(--set "$base")
  [[ ! $from ]] || set=(--switch-generation "$from")
  say keeping
  why='the new system does not run any more'
  [[ $action == boot || $(running) == "$new" ]] || return
  why='it could not be made the system to boot'
  if [[ $action != test ]]; then
    note touched yes
    # Each on the disk before what points at it. If power fails, the unit lollypops-settle goes back to $link-before.
    ln -sfnT "${was:-none}" "$link-before" && sync --file-system /nix/store || return
    [[ $profiles ]] || { nix-env --profile "$link" "${set[@]}" && sync --file-system "${link%/*}"; } || return
    switch "$base" boot && parts keep || return
    timeout 60 sync
    ! systemctl --quiet is-active lollypops-reboot-guard || bash /nix/var/lollypops-reboot/guard confirm
  fi
  [[ ! $revision || $action == boot ]] || echo "$new $revision" | install -Dm 644 /dev/stdin /var/lib/lollypops/system
  say "0 $([[ $action == boot ]] && echo 'will boot' || echo runs) ${profiles:-$new}"
}

# To what ran before, whatever had made that one, with its services, its network, secrets and profiles.
back() {
  local code=0 made
  export NIXOS_NO_CHECK=1
  failure='' made=$(readlink "$link")
  if [[ -L touched && $link -ef $base && $made != "$was" ]]; then
    if [[ $was ]]; then ln -sfnT "$was" "$link"; else rm -f "$link"; fi
    [[ $from ]] || rm -f "${link%/*}/$made" # or the next rollback would choose it
  fi
  [[ ! -L touched ]] || switch "$link" boot || failure="exit code $? of the boot loader"
  parts restore
  if [[ $action != boot ]]; then
    switch "$old" test || code=$?
    units --state=active,activating | grep -vxFf - were-running | xargs -rd '\n' timeout "$activation" systemctl start
    { # but for what daemons look after
      network | grep -vxFf - had-network
      network permanent scope global | grep -vE ' proto [^s]' | grep -vxFf had-network | sed 's/ replace / delete /'
    } | ip -force -batch -
  fi
  parts follow-up
  [[ $(running) == "$old" && $code == [024] ]] || failure="exit code $code"
  [[ ! $failure ]]
}
leave() { # what systemd runs when that has ended, however that came
  local is to=${profiles/new/previous} end failure='another activation is running'
  is=$(state) why='its unit was killed'
  case $is in
    '') say "11 was not changed: $why" ;;
    reverting*) why=${is#* } ;;
    keeping) keep ;;
  esac
  [[ $(systemctl is-system-running) != stopping ]] || return # the old system is what boots next
  ended || say "reverting $why"
  end=$(($(now) + 2 * activation))
  until ended; do # what ended one try may be over
    if [[ $action != boot && $(running) != @("$old"|"$new") ]]; then
      say "12 runs $(running), which somebody else has activated meanwhile, and that was not touched"
    elif ! locked && back; then
      say "10 rolled back to ${to:-$old}: $why"
    elif (($(now) >= end)) || { [[ $(running) == "$old" ]] && ((tries++)); }; then
      say "13 runs $(running), perhaps not all of it: $why; rollback failed: $failure"
    else
      sleep 2
    fi
  done
  [[ $(state) == 13* ]] || rm -rf secrets profiles
  rm -f "$link-before" /nix/var/nix/gcroots/lollypops-{old,new}
  find /nix/var/nix/gcroots -maxdepth 1 -name 'lollypops-*' -mmin +60 -delete
}

# shellcheck source=/dev/null
[[ $1 == start || ! -e deploy ]] || source ./deploy
case $1 in
  start) start "${@:2}" && follow waiting ;;
  confirm) confirm "${2-}" ;;
  activate) [[ -L state ]] || activate || say "reverting $why" ;; # else it was killed, and started again to leave
  outcome | leave) "$1" ;;
esac
