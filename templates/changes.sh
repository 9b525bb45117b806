old=$(readlink -f /run/current-system) new=$(readlink -f "$1")
[[ $old != "$new" ]] || { echo "No change: $new runs already." && exit; }
size() {
  nix --extra-experimental-features nix-command path-info --closure-size "$1" | awk '{ printf "%.1f MiB", $2 / 1048576 }'
}
echo "From $old, $(size "$old")"
echo "to   $new, $(size "$new")"
"$new/bin/switch-to-configuration" dry-activate 2>&1 </dev/null
for part in kernel initrd systemd; do
  [[ $(readlink -e /run/booted-system/$part) == $(readlink -e "$new/$part") ]] || echo "reboot needed: another $part"
done
