# shellcheck shell=bash
# Root without namespaces, as in a container: both hosts are this machine, one after the other.

touched=(/run/lollypops /var/src/lollypops /etc/wifi.env /nix/var/nix/gcroots/lollypops)

no_namespaces() {
  local path
  say 'No namespaces either, so both hosts are this very machine: deployed one after the other, not activated,' \
    'and what was put there is removed at the end.'
  for path in "${touched[@]}"; do
    [ ! -e "$path" ] || die "$path exists: the demo would overwrite and remove it"
  done
  shared=yes jobs='-j 1'
  rebuild=noted
}

forget_shared() {
  rm -rf "${touched[@]}"
  rmdir --ignore-fail-on-non-empty /var/src 2>/dev/null || true
}
