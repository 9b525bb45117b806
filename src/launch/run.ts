import type { Groups } from './groups.ts'
import { Reader } from './reader.ts'
import type { Shells } from './shells.ts'
import type { Source } from './source.ts'

export interface Means {
  shells: Shells
  groups: Groups
  /** Seconds that a script may run; undefined: any time. */
  timeout: number | undefined
}

/** How a script ended; a signal is 128 and its number. */
export interface Ended {
  code: number
  timedOut: boolean
}

/**
 * Runs a script to its end, in a process group of its own, and prints what it says.
 * @param input what it finds on standard input, which is else closed
 * @throws Error EMFILE and the like when the system allows no more scripts
 */
export async function run(path: string, args: string[], source: Source, means: Means, input?: string): Promise<Ended> {
  const { shells, groups } = means
  const shell = shells.take()
  const release = groups.expect()
  let reader: Reader | undefined
  let group: number | undefined
  let stopped: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let isFree = false
  try {
    const code = await shell.run({ path, args, input }, (pid, output) => {
      groups.add((group = pid))
      release()
      reader = new Reader(output, (chunk) => source.take(chunk))
      source.screen.add(source, reader.valve)
      if (means.timeout !== undefined) timer = setTimeout(() => (stopped = groups.stop(pid)), 1000 * means.timeout)
    })
    return { code, timedOut: stopped !== undefined }
  } finally {
    clearTimeout(timer)
    release()
    if (group !== undefined && shell.isGone) stopped ??= groups.stop(group)
    await stopped
    if (group !== undefined) groups.orphan(group)
    if (reader !== undefined) isFree = await reader.drain(() => source.screen.turn(source))
    shells.giveBack(shell, isFree)
    await source.say(Buffer.alloc(0))
    source.screen.remove(source)
  }
}
