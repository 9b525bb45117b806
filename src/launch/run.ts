import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import type { Groups } from './groups.ts'
import type { Pipes } from './pipes.ts'
import { Reader } from './reader.ts'
import type { Source } from './source.ts'

/** How a child ended: by an exit code, or by a signal. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
}

/** Nothing can ask a question beside other hosts: ssh fails instead. */
export const CHILD_ENV: NodeJS.ProcessEnv = { ...process.env, SSH_ASKPASS_REQUIRE: 'never' }

/**
 * Runs a script to its end, in a process group of its own, and prints what it says.
 * @param input what it finds on standard input, which is else closed
 * @throws Error ENOENT, EACCES, EMFILE and the like when it cannot be started
 */
export async function run(path: string, args: string[], source: Source, pipes: Pipes, groups: Groups, input?: string): Promise<Ended> {
  const pipe = pipes.open()
  const child = spawn(path, args, { stdio: [input === undefined ? 'ignore' : 'pipe', pipe.write, pipe.write], detached: true, env: CHILD_ENV })
  closeSync(pipe.write)
  if (child.pid === undefined) {
    pipes.giveBack(pipe)
    throw (await once(child, 'error'))[0]
  }
  groups.add(child.pid)
  child.stdin?.on('error', () => {}) // it did not read it
  child.stdin?.end(input)
  const reader = new Reader(pipe.read, (chunk) => source.take(chunk))
  source.screen.add(source, reader.valve)

  const [code, signal] = (await once(child, 'exit')) as [Ended['code'], Ended['signal']]
  groups.orphan(child.pid)
  await reader.drain(() => source.screen.turn(source))
  await source.say(Buffer.alloc(0))
  source.screen.remove(source)
  return { code, signal }
}
