# shellcheck shell=bash
# Root without namespaces, as in a container: both hosts are this machine, one after the other.

touched=(/run/lollypops /run/lollypops-flake.lock /var/lib/lollypops /var/src/lollypops /etc/wifi.env)
touched+=(/nix/var/nix/gcroots/lollypops /nix/store/00000000000000000000000000000000-source)

no_namespaces() {
  local path
  say 'No namespaces either, so both hosts are this very machine: deployed one after the other, not activated,' \
    'and what was put there is removed at the end.'
  for path in "${touched[@]}"; do
    [ ! -e "$path" ] || die "$path exists: the demo would overwrite and remove it"
  done
  [ "$(stat --file-system --format=%T /run)" = tmpfs ] || memory_elsewhere
  shared=yes jobs='-j 1'
  rebuild=noted
}

# Secrets go to their places by way of /run/lollypops, which has to be in memory.
memory_elsewhere() {
  [ "$(stat --file-system --format=%T /dev/shm 2>/dev/null)" = tmpfs ] ||
    die 'neither /run nor /dev/shm is in memory here, and secrets must not touch a disk: mount a tmpfs at /run'
  say '/run is on a disk here, so /run/lollypops is a link to a folder in /dev/shm, which is in memory.'
  memory=$(mktemp -d /dev/shm/lollypops-demo.XXXXXX)
  ln -s "$memory" /run/lollypops
}

forget_shared() {
  [ -z "${memory:-}" ] || rm -rf "$memory"
  rm -f /nix/var/nix/gcroots/lollypops-*
  rm -rf "${touched[@]}"
  rmdir --ignore-fail-on-non-empty /var/src 2>/dev/null || true
}
