# shellcheck shell=bash
# Where the demo works: a folder of its own.

open_places() {
  remove_dead_places
  [ -e /nix ] || made_nix_folder=yes
  [ -e /run/sshd ] || made_run_sshd=yes
  work=$(mktemp -d "${TMPDIR:-/tmp}/lollypops-demo.$$.XXXXXX")
  export work XDG_STATE_HOME=$work/home/.local/state
  mkdir -p "$work"/{home,nix/store,nix/var,nix-conf}
  nix_conf >"$work/nix-conf/nix.conf"
}

close_places() {
  forget_store
  [ -z "${made_nix_folder:-}" ] || rmdir /nix 2>/dev/null || true
  [ -z "${made_run_sshd:-}" ] || rmdir /run/sshd 2>/dev/null || true
  [ -z "${lab_place:-}" ] || rm -rf --one-file-system "$lab_place"
  [ -z "${work:-}" ] || { chmod -R u+w "$work" && rm -rf "$work"; } 2>/dev/null || true
}

# of demos that were killed
remove_dead_places() {
  local dir pid
  for dir in {"${TMPDIR:-/tmp}",/var/tmp}/lollypops-demo.*; do
    pid=${dir##*/lollypops-demo.} pid=${pid%%.*}
    [ ! -O "$dir" ] || [ -e "/proc/$pid" ] || { chmod -R u+w "$dir" && rm -rf "$dir"; }
  done
}
