/** Keeps in files what the real one keeps in the firmware; `/root/broken` names what fails. */
const bootctl = `#!/bin/bash
! grep -qsFx -- "$1" /root/broken || { echo "$1: Input/output error" >&2; exit 1; }
case $1 in
  --print-boot-path) echo /boot ;;
  set-*) if [ "$2" ]; then echo "$2" >/root/$1; else rm -f /root/$1; fi ;;
esac
`

/** And this what systemd-boot does with it. */
const firmware = `#!/bin/bash
touch /run/started
entry=$(cat /root/set-oneshot || cat /root/set-default || sed -n 's/^default //p' /boot/loader/loader.conf)
rm -f /root/set-oneshot
system=$(sed -nE 's/.* system=([^ ]+).*/\\1/p' "/boot/loader/entries/$entry")
ln -sfn "$system" /run/booted-system
ln -sfn "$system" /run/current-system
`

/** The clock of lab hosts is that of this machine: seconds since this host has started. */
const cut = `#!/bin/bash
[[ \${*: -1} == /proc/uptime ]] || exec /usr/bin/cut "$@"
echo $(($(date +%s) - $(stat --format=%Y /run/started)))
`

const unit = `[Unit]
DefaultDependencies=no
ConditionPathExists=/nix/var/lollypops-reboot/armed
After=boot-system.service
[Service]
ExecStart=/bin/bash /nix/var/lollypops-reboot/guard wait
Restart=on-failure
RestartSec=1
[Install]
WantedBy=sysinit.target
`

/** A lab host that boots by entries of a boot loader, as systemd-boot does, and has the unit of a guarded reboot. */
export const bootLoader = (exec: (script: string) => Promise<unknown>) =>
  exec(`set -e
    mkdir -p /boot/loader/entries /etc/systemd/system/boot-system.service.d
    touch /run/started
    cd /usr/local/bin
    cat >bootctl <<'END'\n${bootctl}END
    cat >firmware <<'END'\n${firmware}END
    cat >cut <<'END'\n${cut}END
    chmod +x bootctl firmware cut
    cd /etc/systemd/system
    cat >lollypops-reboot-guard.service <<'END'\n${unit}END
    printf '%s\\n' '[Unit]' DefaultDependencies=no '[Service]' ExecStart= ExecStart=/usr/local/bin/firmware \
      >boot-system.service.d/loader.conf
    systemctl daemon-reload
    systemctl enable --quiet lollypops-reboot-guard`)
