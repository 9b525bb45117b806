# shellcheck shell=bash
# Where the demo works: a folder of its own.

open_places() {
  remove_dead_places
  work=$(mktemp -d "${TMPDIR:-/tmp}/lollypops-demo.$$.XXXXXX")
  export work
  mkdir -p "$work"/{home,nix/store,nix/var,nix-conf}
  nix_conf >"$work/nix-conf/nix.conf"
}

close_places() {
  forget_store
  [ -z "${work:-}" ] || { chmod -R u+w "$work" && rm -rf "$work"; } 2>/dev/null || true
}

# of demos that were killed
remove_dead_places() {
  local dir pid
  for dir in "${TMPDIR:-/tmp}"/lollypops-demo.*; do
    pid=${dir##*/lollypops-demo.} pid=${pid%%.*}
    [ ! -O "$dir" ] || [ -e "/proc/$pid" ] || { chmod -R u+w "$dir" && rm -rf "$dir"; }
  done
}
