#!/bin/bash
# Builds a system on a lab host as nixos/modules/system/activation/top-level.nix does: the host's own programs and
# units, and nixpkgs' switch-to-configuration. The folder $1 has that as stc.pl, and bash texts, all of which may be
# missing: activation, boot, dry and checks run as such; folder units: more units, enabled by links as in NixOS.
set -eu
PATH=/usr/bin:/bin
spec=$1 out=${out:?of the derivation}
mkdir -p "$out"/{bin,sw/bin,systemd,etc/systemd}
cp -r --no-preserve=mode "$spec/." "$out"
ln -s /usr/bin /usr/lib "$out/systemd"
ln -sf /usr/sbin/* /usr/bin/* "$out/sw/bin"
printf 'systemd 2' >"$out/init-interface-version"

# NixOS has all units in /etc/systemd/system, also those that come with systemd.
mkdir -p "$out/upstream"
cp -a /usr/lib/systemd/system/. /root/units/. "$out/upstream"
cp -rd --no-preserve=mode "$out/units/." "$out/upstream" 2>/dev/null || true
rm -rf "$out/units"
mv "$out/upstream" "$out/units"
printf '[Unit]\nDescription=Reactivate sysinit units\n' >"$out/units/sysinit-reactivation.target"
ln -s "$out/units" "$out/etc/systemd/system"
ln -s /etc/systemd/system.conf "$out/etc/systemd"

# Puts a program there that runs the text of that name, with the variables and the argument that the toy gives it.
program() { # FILE TEXT
  cat >"$out/$1"
  chmod +x "$out/$1"
  sed -i "1i #!/bin/bash\nPATH=/usr/bin:/usr/sbin here=$out\nset -- \"\${NIXOS_ACTION-}\"" "$out/$1"
  sed -i "s|@text@|[ ! -e $out/$2 ] \|\| source $out/$2|" "$out/$1"
}
program activate activation <<'TEXT'
ln -sfnT "$here/units" /etc/systemd/system
[ -z "$1" ] || echo "$1 $(cat "$here/message")" >>/root/activated
status=0
(@text@) || status=$?
ln -sfnT "$here" /run/current-system
exit $status
TEXT
program dry-activate dry <<'TEXT'
echo "$1 $(cat "$here/message")" >>/root/activated
@text@
TEXT
program install-boot-loader boot <<'TEXT'
[ "$1" != boot ] || echo "$1 $(cat "$here/message")" >>/root/activated
@text@
TEXT
program pre-switch-check checks <<'TEXT'
@text@
TEXT

sed "s|@out@|$out|g" "$out/stc.pl" >"$out/bin/switch-to-configuration"
chmod +x "$out/bin/switch-to-configuration"
exit 0 # or Nix may kill this between its last output and its end
