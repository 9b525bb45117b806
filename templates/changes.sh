new=$1 old=$(readlink -f /run/current-system) profile=/nix/var/nix/profiles/system
flags=(--extra-experimental-features nix-command)
[[ $new != previous ]] ||
  new=$profile-$(nix-env --profile $profile --list-generations | awk '/current/ { print last } { last = $1 }')-link
new=$(readlink -f "$new")
[[ $old != "$new" ]] || { echo "No change: $new runs already." && exit; }
size() { nix "${flags[@]}" path-info --closure-size "$1" | awk '{ printf "%.1f MiB", $2 / 1048576 }'; }
printf '%s, %s\n' "From $old" "$(size "$old")" "to   $new" "$(size "$new")"
nix "${flags[@]}" store diff-closures "$old" "$new"
"$new/bin/switch-to-configuration" dry-activate 2>&1 </dev/null
for part in kernel initrd systemd; do
  [[ $(readlink -e /run/booted-system/$part) == $(readlink -e "$new/$part") ]] || echo "reboot needed: another $part"
done
