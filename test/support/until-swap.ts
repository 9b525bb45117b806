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
    const counts = beside(join(dirname(lab.sshConfig), 'h1/upper', folder))
    return is === 'begun' ? counts.length > 0 : counts.includes(0)
  }
  while (!over && !folders.some(there)) await new Promise(setImmediate)
}

/** How many files are in each folder of new ones there. */
function beside(folder: string): number[] {
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith('.lollypops-new'))
    return names.map((name) => readdirSync(join(folder, name)).length)
  } catch {
    return []
  }
}
