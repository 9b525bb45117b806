import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Lab } from './lab.ts'

/**
 * Waits until new secrets lie beside the old ones of a folder, or until all of one folder are swapped; at the latest
 * until the deploy is over. Looks at the disk of the first host of a lab from outside.
 */
export async function untilSwap(
  lab: Lab,
  folders: string[],
  is: 'begun' | 'half done',
  ended: Promise<unknown>,
): Promise<void> {
  let over = false
  void ended.then(() => (over = true))
  const there = (folder: string) => {
    const beside = join(dirname(lab.sshConfig), 'h1/upper', folder, '.lollypops')
    return is === 'begun' ? count(beside) >= 0 : count(join(beside, 'new')) === 0 && count(join(beside, 'old')) > 0
  }
  while (!over && !folders.some(there)) await new Promise(setImmediate)
}

function count(path: string): number {
  try {
    return readdirSync(path).length
  } catch {
    return -1
  }
}
