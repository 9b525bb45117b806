import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Groups } from './groups.ts'
import { CHILD_ENV } from './shell.ts'

const MOST = 1024 * 1024

export interface Captured {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  /** At most the last MiB. */
  stderr: Buffer
}

/**
 * Runs a program for what it prints.
 * @throws Error ENOENT and the like when it cannot be started, or when the groups are being ended
 */
export async function capture(command: string, args: readonly string[], groups: Groups): Promise<Captured> {
  if (groups.ending) throw new Error('interrupted')
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: CHILD_ENV })
  const closed = once(child, 'close')
  const stdout: Buffer[] = []
  let stderr = Buffer.alloc(0)
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => (stderr = Buffer.concat([stderr, chunk]).subarray(-MOST)))
  if (child.pid !== undefined) groups.add(child.pid)
  const [code, signal] = (await closed) as [Captured['code'], Captured['signal']]
  groups.orphan(child.pid!)
  return { code, signal, stdout: Buffer.concat(stdout).toString(), stderr }
}
