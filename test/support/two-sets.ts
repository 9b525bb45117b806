import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '../../src/description/host.ts'
import { host, secret } from './hosts.ts'
import type { Lab } from './lab.ts'

export type SetName = 'A' | 'B'

/** Size, owner, group and mode; of a second owner and mode in set B where one is given. */
const files: [path: string, size: number, owner: string, group: string, mode: string, inB?: [string, string]][] = [
  ['/var/src/lollypops-secrets/token', 40, 'root', 'users', '0400'],
  ['/var/src/lollypops-secrets/key', 200 * 1024, 'root', 'users', '0400'],
  ['/var/src/lollypops-secrets/of two modes', 1024, 'root', 'users', '0440', ['root', '0400']],
  ['/etc/app-secrets/of two owners', 60 * 1024, 'deploy', 'keys', '0440', ['root', '0440']],
  ['/etc/app-secrets/archive', 200 * 1024 + 1, 'deploy', 'keys', '0440'],
  ['/home/alice/app/token', 64, 'alice', 'users', '0400'],
  ['/home/alice/app/key', 200 * 1024 - 1, 'alice', 'users', '0400'],
  ['/home/alice/app/of one byte', 1, 'alice', 'users', '0440'],
]
export const folders = [...new Set(files.map(([path]) => dirname(path)))]

/** Two sets of the same eight secrets, whose every file differs, and what a host has of them. */
export function twoSets(lab: Lab) {
  const facts = (set: SetName) =>
    Object.fromEntries(
      files.map(([path, size, owner, group, mode, [ownerB, modeB] = [owner, mode]]) => {
        const bytes = Buffer.alloc(size, createHash('sha256').update(`${set} ${path}`).digest())
        return [path, { bytes, owner: set === 'A' ? owner : ownerB, group, mode: set === 'A' ? mode : modeB }]
      }),
    )
  const line = ({ bytes, owner, group, mode }: ReturnType<typeof facts>[string]) =>
    `${owner}:${group} ${mode.slice(1)} ${createHash('sha256').update(bytes).digest('hex')}`

  /** The host with that set; the content lies in `dir`. */
  const hostWith = (set: SetName, dir: string): Host => {
    mkdirSync(join(dir, set), { recursive: true })
    const secrets = Object.entries(facts(set)).map(([path, { bytes, owner, group, mode }], at) => {
      writeFileSync(join(dir, set, String(at)), bytes)
      return [`s${at}`, secret(`s${at}`, { cmd: `cat /tmp/${set}/${at}`, path, owner, 'group-name': group, mode })]
    })
    return host({ secrets: { files: Object.fromEntries(secrets) } })
  }

  /** Of each file, the set that it belongs to as it is: `ABBAAAAA`; `?` for what is of neither. */
  const found = async (): Promise<string> => {
    const paths = files.map(([path]) => `'${path}'`).join(' ')
    const said = await lab.exec(
      'ahorn',
      `for f in ${paths}; do echo "$(stat -c '%U:%G %a' "$f") $(sha256sum <"$f" | cut -c 1-64)"; done 2>&1`,
    )
    const [a, b] = [Object.values(facts('A')).map(line), Object.values(facts('B')).map(line)]
    return said
      .split('\n')
      .map((is, at) => (is === a[at] ? 'A' : is === b[at] ? 'B' : `?(${is})`))
      .join('')
  }
  return { hostWith, found }
}
