import type { Lab } from './lab.ts'

/** Where a deployment may leave something, and what changes there by itself. */
const roots = '/etc /home /opt /root /run /srv /tmp /usr/local /var /nix/var/nix/profiles /nix/var/nix/gcroots'
const noise = [
  '/run/lollypops/secrets.lock', // says who held it last
  ...['/run/dbus', '/run/lock', '/run/log', '/run/mount', '/run/motd.dynamic', '/run/sshd*', '/run/ssh-unix-local'],
  ...['/run/initctl', '/run/sudo', '/run/systemd', '/run/udev', '/run/user', '/run/utmp'],
  ...['/tmp/systemd-private-*', '/var/tmp/systemd-private-*', '/tmp/.*-unix'],
  ...['/var/cache', '/var/lib/dbus', '/var/lib/sudo', '/var/lib/systemd', '/var/log'],
  ...['/root/.cache', '/home/*/.cache', '/nix/var/nix/gcroots/auto'],
]

const prune = noise.map((path) => `-path '${path}'`).join(' -o ')
const find = `find ${roots} \\( ${prune} \\) -prune -o`

/**
 * State of a lab host as text, sorted, one line each: files, folders and links that a deployment may
 * change (path, type, mode, owner, size and hash of the content or target of the link), roots of the
 * garbage collector, and units. No times: two hosts in the same state give the same text.
 */
export async function snapshot(lab: Lab, host: string): Promise<string> {
  const fields = async (script: string) => (await lab.exec(host, `export LC_ALL=C; ${script}`)).split('\0').slice(0, -1)

  const files = await fields(`${find} -printf '%p\\0%y\\0%m\\0%u:%g\\0%s\\0%l\\0'`)
  const hashes = await fields(`${find} -type f -print0 | xargs -0 -r sha256sum -z`)
  const gcRoots = await fields(`find /nix/var/nix/gcroots/auto -type l ! -xtype l -printf '%l\\0'`)
  const units = await fields(
    `systemctl list-units --all --plain --no-legend 'lollypops*' 'nixos-rebuild*' | tr '\\n' '\\0'`,
  )

  const hash = new Map(hashes.map((line) => [line.slice(66), line.slice(0, 16)]))
  const lines = [...gcRoots.map((path) => `gc root ${shown(path)}`), ...units.map((unit) => `unit ${unit.trim()}`)]
  for (let i = 0; i < files.length; i += 6) {
    const [path = '', type, mode = '', owner, size, target = ''] = files.slice(i, i + 6)
    const what = { f: `${size} ${hash.get(path)}`, l: `-> ${shown(target)}` }[type!] ?? ''
    lines.push(`${shown(path)}  ${type} ${mode.padStart(4, '0')} ${owner} ${what}`.trimEnd())
  }
  return lines.sort().join('\n')
}

/** A path as it is, or quoted where it would not stay on its line. */
function shown(path: string): string {
  return /[^ -~]|^"| {2}/.test(path) ? JSON.stringify(path) : path
}

/** Lines that differ between two snapshots: `-` only before, `+` only after. */
export function changes(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`)
  const come = now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`)
  return [...gone, ...come].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1))
}
