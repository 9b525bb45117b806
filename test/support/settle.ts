import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What the unit lollypops-settle runs. */
export const settle = readFileSync(fileURLToPath(new URL('../../nix/modules/settle.sh', import.meta.url)), 'utf8')

// NixOS links /run/booted-system before systemd runs; here, boot-system does it.
const unit = `[Unit]
After=boot-system.service
ConditionPathIsSymbolicLink=/nix/var/nix/profiles/system-before
[Service]
Type=oneshot
ExecStart=/bin/bash /root/settle.sh
[Install]
WantedBy=multi-user.target
`

/** Gives a host the unit lollypops-settle, as nix/modules/loss-of-power.nix does. */
export const withSettle = `cat >/root/settle.sh <<'END'\n${settle}END
cat >/etc/systemd/system/lollypops-settle.service <<'END'\n${unit}END
systemctl daemon-reload && systemctl enable --quiet lollypops-settle`
