# shellcheck shell=bash
# Labs beside each other, each owned by a living process. The bridge is the reservation that counts:
# the kernel gives each name once, whatever LAB_DIR asks for it.

claim() {
  local id
  born "$1" >/dev/null || die "claim: no such process: $1"
  can
  lock labs
  reap_
  for id in {1..99}; do
    LAB_ID=$id "$SELF" _claim "$1" || continue
    echo "$id"
    return
  done
  die 'all of LAB_ID 1..99 are taken'
}

_claim() {
  [ ! -e "$RUN" ] && [ ! -e "$RUN.owner" ] && ip link add "$BR" type bridge 2>/dev/null || return 1
  note "$RUN.owner" "$1"
  mkdir "$RUN"
  setsid "$SELF" _guard "$1" </dev/null >/dev/null 2>&1 9>&- &
  note "$RUN.guard" $!
}

_guard() {
  while noted "$RUN.owner" >/dev/null; do sleep 1; done
  lock labs
  [ ! -e "$RUN.owner" ] || noted "$RUN.owner" >/dev/null || _down
}

reap() {
  [ -d "$LAB_DIR" ] && [ "$(id -u)" = 0 ] || return 0
  lock labs
  reap_
}

reap_() {
  local owner id
  for owner in "$LAB_DIR"/run*.owner; do
    [ -e "$owner" ] && ! noted "$owner" >/dev/null || continue
    id=${owner##*/run}
    LAB_ID=${id%.owner} "$SELF" _down
  done
}

down() {
  lock labs
  _down
}

_down() {
  local dir pid
  if pid=$(noted "$RUN.guard") && [ "$pid" != $$ ]; then kill -- "-$pid" || true; fi
  for dir in "$RUN"/h[0-9]*; do [ ! -d "$dir" ] || stop "${dir##*/h}" & done
  wait
  if [ -d "$RUN" ]; then
    ip link del "$BR" 2>/dev/null || true
    ! mountpoint -q "$RUN" || umount "$RUN" 2>/dev/null || umount -l "$RUN"
    rmdir "$RUN"
  fi
  rm -f "$RUN.owner" "$RUN.guard"
}
