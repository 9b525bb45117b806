import type { Groups } from './groups.ts'
import type { Pipes } from './pipes.ts'
import { Reader } from './reader.ts'
import type { Shells } from './shell.ts'
import type { Source } from './source.ts'

export interface Means {
  shells: Shells
  pipes: Pipes
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
  const { shells, pipes, groups } = means
  const pipe = pipes.open()
  const release = groups.expect()
  let reader: Reader | undefined
  let group: number | undefined
  let stopped: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  try {
    const code = await shells.run({ path, args, output: pipe.path, input }, (pid) => {
      groups.add((group = pid))
      release()
      reader = new Reader(pipe.read, (chunk) => source.take(chunk))
      source.screen.add(source, reader.valve)
      if (means.timeout !== undefined) timer = setTimeout(() => (stopped = groups.stop(pid)), 1000 * means.timeout)
    })
    return { code, timedOut: stopped !== undefined }
  } finally {
    clearTimeout(timer)
    release()
    if (group !== undefined) groups.orphan(group)
    await stopped
    await reader?.drain(() => source.screen.turn(source))
    if (reader === undefined) pipes.giveBack(pipe)
    await source.say(Buffer.alloc(0))
    source.screen.remove(source)
  }
}
