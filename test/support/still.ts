import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Lab } from './lab.ts'

/** Everything on the first host of a lab stands still while that happens. */
export async function still(lab: Lab, action: () => Promise<unknown>): Promise<void> {
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .find((line) => line.split(' ')[2] === 'cgroup2')!
    .split(' ')[1]!
  const freezer = join(mounted, `${basename(dirname(lab.sshConfig)).replace('run', 'lab')}-h1/cgroup.freeze`)
  writeFileSync(freezer, '1')
  try {
    await action()
  } finally {
    if (existsSync(freezer)) writeFileSync(freezer, '0')
  }
}
