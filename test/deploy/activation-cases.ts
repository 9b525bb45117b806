import { check } from '../support/hosts.ts'
import type { Parts } from '../support/toy-host.ts'
import { timeouts } from '../support/toy-host.ts'

/** A toy system, and what has to come of its activation. */
export interface Case {
  /** What the activation does, for the table in docs/activation.md. */
  does: string
  /** Bash text: what the new system does when it is activated, and when it is made the one to boot. */
  activation?: string
  boot?: string
  parts?: Parts | ((address: string) => Parts)
  /** Bash text, run on the host before and after. */
  before?: string
  after?: string
  code: number
  /** The last sentence about the host. */
  says: string
  /** What it runs then, and boots next. */
  runs: 'old' | 'new'
  /** Whether the answer may get through all the same, so that it is kept. */
  orKept?: true
  /** Bash text that has to succeed on the host then. */
  holds?: string
  /** And then power is lost. */
  crash?: true
  /** On a host whose disk has little room. */
  small?: true
}

const undone = (why: string) => ({ code: 10, says: `ahorn rolled back to old: ${why}.`, runs: 'old' }) as const
export const kept = { code: 0, says: 'ahorn runs new.', runs: 'new' } as const
const nobody = undone(`nobody could log in and confirm it within ${timeouts['confirm-timeout']} s`)
const late = undone(`activation took longer than ${timeouts['activation-timeout']} s`)
const killed = undone('its unit was killed')
const failed = undone('these units failed: toy-new-fails.service')

/** A service that the new system brings, and starts. */
const service = (...lines: string[]) => `
printf '%s\\n' '[Service]' ${lines.map((line) => `'${line}'`).join(' ')} >/run/systemd/system/toy-new-fails.service
systemctl daemon-reload
systemctl start toy-new-fails.service`

const onPort = (port: number) => `echo Port ${port} >/etc/ssh/sshd_config.d/toy.conf\nsystemctl restart ssh.service`
const onOldPort = 'rm /etc/ssh/sshd_config.d/toy.conf && systemctl restart ssh.service'
const elsewhere = (address: string) => address.replace(/\d+$/, (last) => String(100 + Number(last)))

export const cases: Case[] = [
  { does: 'goes well', ...kept, crash: true },

  { does: 'exits with 7', activation: 'exit 7', ...undone('activation ended with exit code 7'), crash: true },
  { does: 'hangs', activation: 'sleep 1000', ...late, holds: '! pgrep -x sleep' },
  { does: 'hangs, and ignores TERM', activation: `trap '' TERM; while :; do sleep 1; done`, ...late },
  { does: 'is killed', activation: 'kill -KILL $$', ...undone('activation ended with exit code 137') },
  { does: 'leaves a process in the background', activation: 'setsid sleep 1000 &', ...kept, holds: '! pgrep -x sleep' },
  {
    does: 'collects garbage, and exits with 1',
    activation: 'nix-collect-garbage --quiet; exit 1',
    ...undone('activation ended with exit code 1'),
  },

  { does: 'stops sshd', activation: 'systemctl stop ssh.service', ...nobody, crash: true },
  {
    does: 'ends every connection, and restarts sshd',
    activation: 'pkill -KILL sshd-session; sleep 1; systemctl restart ssh.service',
    ...kept,
  },
  { does: `removes the key that logs in`, activation: 'mv /root/.ssh/authorized_keys /root/.ssh/taken', ...nobody },
  {
    does: 'breaks sudo',
    activation: `echo 'deploy ALL=(ALL) ALL' >/etc/sudoers.d/toy`,
    parts: { deployment: { ssh: { user: 'deploy' }, sudo: { enable: true } } },
    ...nobody,
  },
  { does: 'moves sshd to another port by mistake', activation: onPort(2222), ...nobody },
  {
    does: 'moves sshd to the port `confirm-port`',
    activation: onPort(2222),
    parts: { deployment: { rollback: { 'confirm-port': 2222 } } },
    ...kept,
    after: onOldPort,
  },
  {
    does: 'moves sshd to another port than `confirm-port`',
    activation: onPort(2223),
    parts: { deployment: { rollback: { 'confirm-port': 2222 } } },
    ...nobody,
  },

  { does: 'stops the network, a service', activation: 'systemctl stop toy-network.service', ...nobody, crash: true },
  { does: 'takes the network down by `ip link`', activation: 'ip link set eth0 down', ...nobody },
  { does: 'removes all addresses by `ip address`', activation: 'ip address flush dev eth0', ...nobody },
  {
    does: 'takes the network away for 3 s',
    activation: 'systemctl stop toy-network.service; sleep 3; systemctl start toy-network.service',
    ...kept,
  },
  {
    does: 'moves to the address `confirm-host`',
    activation: `old=$(ip -oneline -4 address show dev eth0 | awk '{ print $4 }')
      ip address delete $old dev eth0
      ip address add $(sed -E 's/([0-9]+)\\/24/1\\1\\/24/' <<<$old) dev eth0`,
    parts: (address) => ({ deployment: { rollback: { 'confirm-host': elsewhere(address), 'confirm-timeout': 20 } } }),
    ...kept,
    after: 'systemctl restart toy-network.service',
  },

  {
    does: 'fills `/run`, again and again',
    before: 'mount -o remount,size=32M /run',
    activation: '(while :; do cat /dev/zero; sleep 0.02; done) >>/run/full 2>/dev/null & sleep 1',
    after: 'rm -f /run/full && mount -o remount,size=50% /run',
    ...nobody,
    orKept: true,
  },

  {
    does: 'fills the disk',
    activation: 'cat /dev/zero >/root/full; true',
    small: true,
    ...undone('it could not be made the system to boot'),
    after: 'rm -f /root/full',
    crash: true,
  },

  {
    does: 'restarts the host',
    activation: 'systemctl reboot; sleep 1000',
    code: 10,
    says: 'ahorn was restarted meanwhile: see the task status',
    runs: 'old',
  },
  {
    does: 'kills all of its unit',
    activation: 'systemctl kill --signal=KILL lollypops-activate',
    ...killed,
    crash: true,
  },
  { does: 'stops its unit', activation: 'systemctl stop lollypops-activate', ...killed },
  {
    does: 'kills the guard',
    activation: 'kill -KILL $(systemctl show --property=MainPID --value lollypops-activate); sleep 1000',
    ...killed,
  },
  {
    does: 'kills all of its unit, and then the way back',
    activation: 'touch /root/kill; systemctl kill --signal=KILL lollypops-activate',
    ...killed,
    holds: '! test -e /root/kill',
  },

  { does: 'leaves a failed unit', activation: service('Type=oneshot', 'ExecStart=/bin/false'), ...failed },
  {
    does: 'leaves a failed unit, and exits with 4',
    activation: `${service('Type=oneshot', 'ExecStart=/bin/false')} || exit 4`,
    ...failed,
  },
  {
    does: 'leaves a unit that fails and is to restart',
    activation: service('ExecStart=/bin/false', 'Restart=always', 'RestartSec=600'),
    ...failed,
  },
  {
    does: 'leaves a unit that fails one second later, while a health check runs',
    activation: service('ExecStart=/bin/sh -c "sleep 1; exit 1"'),
    parts: { deployment: { 'health-checks': { 'three seconds': check({ command: 'sleep 3' }) } } },
    ...failed,
  },
  {
    does: 'leaves a failed unit of `ignore-failed-units`, and exits with 4',
    activation: `${service('Type=oneshot', 'ExecStart=/bin/false')} || exit 4`,
    parts: { deployment: { rollback: { 'ignore-failed-units': ['toy-new-fails.service'] } } },
    ...kept,
  },
  {
    does: 'leaves a unit failed that was so before, and exits with 4',
    before: 'systemctl start toy-broken || systemctl is-failed toy-broken',
    activation: 'systemctl start toy-broken || exit 4',
    ...kept,
  },
  { does: 'exits with 4 without a failed unit', activation: 'exit 4', ...kept },

  {
    does: 'cannot write the boot loader',
    boot: 'echo no space on /boot; exit 1',
    ...undone('it could not be made the system to boot'),
    crash: true,
  },
  { does: 'hangs in the boot loader', boot: 'sleep 1000', ...undone('it could not be made the system to boot') },
  {
    does: 'kills all of its unit in the boot loader',
    boot: '[ -e /root/killed ] || { touch /root/killed; systemctl kill --signal=KILL lollypops-activate; }',
    ...kept,
    crash: true,
    after: 'rm /root/killed',
  },
]
