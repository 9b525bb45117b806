/**
 * For a toy's `boot`: systemd-boot, written as nixpkgs' systemd-boot-builder.py writes it. Each file is flushed before it
 * gets its name, and the partition in the end.
 */
export const systemdBoot = `
put() {
  cat >"$1.tmp"
  sync "$1.tmp"
  mv "$1.tmp" "$1"
}
entry=$(basename "$here").conf
printf '%s\\n' 'title NixOS' 'linux /vmlinuz' 'initrd /initrd' "options root=/dev/vda2 rw console=ttyS0 quiet system=$here" |
  put "/boot/loader/entries/$entry"
printf '%s\\n' 'timeout 0' "default $entry" | put /boot/loader/loader.conf
sync --file-system /boot
`

/** For a toy's `boot`: entries of all generations, named and with the options that nixpkgs' builder gives them. */
export const generationEntries = `
put() {
  cat >"$1.tmp"
  sync "$1.tmp"
  mv "$1.tmp" "$1"
}
cd /boot/loader/entries
for link in /nix/var/nix/profiles/system-*-link; do
  system=$(readlink -f "$link")
  entry=nixos-generation-\${link//[^0-9]/}.conf
  [ "$system" != "$here" ] || printf '%s\n' 'timeout 0' "default $entry" | put ../loader.conf
  options="init=$system/init system=$system root=/dev/vda2 rw console=ttyS0 quiet panic=10"
  printf '%s\n' 'title NixOS' 'linux /vmlinuz' 'initrd /initrd' "options $options" | put "$entry"
done
for entry in nixos-generation-*.conf; do
  number=\${entry//[^0-9]/}
  [ -e "/nix/var/nix/profiles/system-$number-link" ] || rm "$entry"
done
sync --file-system /boot
`

/** For a toy's `boot`: GRUB's menu of all generations, as nixpkgs' install-grub.pl writes it: this system comes first. */
export const grubMenu = `
entry() {
  options="init=$2/init system=$2 root=/dev/vda2 rw console=ttyS0 quiet panic=10"
  printf '%s\n' 'menuentry "'"$1"'" --class nixos {' "  linux /boot/vmlinuz $options" '  initrd /boot/initrd' '}' ''
}
{
  cat <<'GRUB'
    if [ -s $prefix/grubenv ]; then
      load_env
    fi
    if [ "\${next_entry}" ]; then
      set default="\${next_entry}"
      set next_entry=
      save_env next_entry
      set timeout=1
      set boot_once=true
    else
      set default=0
      set timeout=0
    fi
GRUB
  entry NixOS "$here"
  echo 'submenu "NixOS - All configurations" --class submenu {'
  for link in $(ls -vd /nix/var/nix/profiles/system-*-link | tac); do
    number=\${link//[^0-9]/} system=$(readlink -f "$link")
    date=$(date -d "@$(stat --format=%Y "$link")" +%F)
    if [ -e "$system/specialisation" ]; then
      echo 'submenu "> NixOS - Configuration '"$number ($date - 24.05)"'" --class submenu {'
      entry "NixOS - Configuration $number - Default ($date - 24.05)" "$system"
      echo '}'
    else
      entry "NixOS - Configuration $number ($date - 24.05)" "$system"
    fi
  done
  echo '}'
} >/boot/grub/grub.cfg.tmp
mv /boot/grub/grub.cfg.tmp /boot/grub/grub.cfg
sync --file-system /nix/store
`

/** What a machine that has booted says of itself, by the messages of the systems. */
export const truth = `
is() { cat "$1/message" 2>/dev/null || echo first; }
is /run/booted-system
is /run/current-system
is /nix/var/nix/profiles/system
is "$(sed -n 's/.* system=//p' "/boot/loader/entries/$(sed -n 's/^default //p' /boot/loader/loader.conf)")"
nix-store --check-validity $(nix-store --query --requisites /run/booted-system)
nix-store --verify --check-contents 2>&1 | grep -vE '^(reading|checking)' || true
ls -d /nix/var/nix/profiles/system-before 2>/dev/null || true
systemctl list-units --all --plain --no-legend 'lollypops*' | grep -v '^lollypops-settle.service *loaded *inactive' || true`
