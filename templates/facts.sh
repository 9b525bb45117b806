fact() { printf '%-11s %s\n' "$1" "${2:-unknown}"; }
running=$(readlink -f /run/current-system) boots=$(readlink -f /nix/var/nix/profiles/system) parts=''
revision=$(grep --no-messages "^$running " /var/lib/lollypops/system) || # the guard notes what it keeps
  revision=$(nixos-version --configuration-revision 2>/dev/null)
for part in kernel initrd systemd; do
  [[ $(readlink -e /run/booted-system/$part) == $(readlink -e "$running/$part") ]] || parts+=" another $part"
done
fact system "$running"
fact since "$(stat --format=%.19y /run/current-system)"
fact revision "${revision#* }"
fact 'next boot' "$([[ $boots == "$running" ]] && echo 'the same' || echo "$boots")"
fact booted "$(uptime --since)"
fact reboot "$([[ $parts ]] && echo "needed:$parts" || echo 'not needed')"
failed=$(systemctl list-units --state=failed --plain --no-legend | cut -d ' ' -f 1 | paste -sd ' ')
fact failed "${failed:-none}"
