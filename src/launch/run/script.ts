import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants as system, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Source } from '../show/source.ts'
import type { Groups, Interrupt } from './groups.ts'

const BUFFER = Buffer.allocUnsafeSlow(64 * 1024)
const FULLEST_PIPE = 1024 * 1024
const CANNOT_START = 'what its first line names after #! has to be there, and to be a program for this machine'

/** Runs scripts, each with a FIFO: Node would give them a socket, which they cannot open again as /dev/stderr. */
export class Runner {
  readonly folder: string
  readonly #fifos: string[]
  readonly #made: Promise<unknown>

  constructor(
    count: number,
    readonly groups: Groups,
    readonly env: NodeJS.ProcessEnv,
  ) {
    try {
      this.folder = mkdtempSync(join(tmpdir(), 'launch-'))
    } catch (error) {
      const { message } = error as Error
      throw new Error(`no folder for pipes to the scripts can be made: ${message}; TMPDIR names another place`)
    }
    const names = Array.from({ length: count }, (_, n) => String(n))
    this.#fifos = names.map((name) => join(this.folder, name))
    this.#made = promisify(execFile)('mkfifo', ['-m', '600', ...names], { cwd: this.folder })
    this.#made.catch(() => {}) // who awaits it is told
  }

  /**
   * Runs a script to its end, in a process group of its own, and prints what it says.
   * @param input what it finds on standard input, which is else empty
   * @throws Error EMFILE and the like when the system allows no more scripts
   */
  async run(path: string, args: string[], input: string | undefined, source: Source, timeout: number | undefined) {
    await this.#made
    const fifo = this.#fifos.pop()!
    const ends: number[] = []
    let child: ChildProcess
    try {
      if (this.groups.ending) throw new Error('interrupted')
      ends.push(openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK))
      ends.push(openSync(fifo, constants.O_WRONLY))
      const stdin = input === undefined ? 'ignore' : 'pipe'
      child = await begin(path, args, { stdio: [stdin, ends[1], ends[1]], detached: true, env: this.env })
      closeSync(ends[1]!)
    } catch (error) {
      for (const end of ends) closeSync(end)
      this.#fifos.push(fifo)
      throw error
    }
    const pid = child.pid!
    this.groups.add(pid)
    child.stdin?.on('error', () => {}).end(input)
    const drain = read(ends[0]!, source)
    let stopped: Promise<void> | undefined
    const timer = timeout && setTimeout(() => (stopped = this.groups.stop(pid)), 1000 * timeout)
    const code = await ended(child)
    clearTimeout(timer)
    await stopped
    this.groups.orphan(pid)
    await drain()
    await source.say('')
    source.screen.remove(source)
    return { code, timedOut: stopped !== undefined }
  }

  async close(): Promise<void> {
    await this.#made.catch(() => {})
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * Reads a non-blocking pipe on the event loop: no thread, no memory of its own. Returns what takes the rest that
 * it holds, and closes it, also when somebody in the background still has it open.
 */
function read(fd: number, source: Source): () => Promise<void> {
  const take = (length: number): true => {
    source.take(BUFFER.subarray(0, length))
    return true
  }
  const onread = { buffer: BUFFER, callback: take }
  const socket = new Socket({ fd, readable: true, writable: false, onread } as object)
  socket.on('error', () => socket.destroy())
  source.screen.add(source, (go) => void (go ? socket.resume() : socket.pause()))
  return async () => {
    for (let left = FULLEST_PIPE; left > 0; ) {
      await source.screen.turn(source)
      const length = socket.destroyed ? 0 : readNow(fd)
      if (length === 0) break
      take(length)
      left -= length
    }
    socket.destroy()
  }
}

/** 0 at the end, and when there is nothing at the moment. */
function readNow(fd: number): number {
  try {
    return readSync(fd, BUFFER)
  } catch {
    return 0
  }
}

/** Runs a script on our own terminal, which it has for itself. */
export async function handTerminal(path: string, args: string[], env: NodeJS.ProcessEnv, interrupt: Interrupt) {
  interrupt.guest = await begin(path, args, { stdio: 'inherit', env })
  return ended(interrupt.guest)
}

async function begin(path: string, args: string[], options: SpawnOptions): Promise<ChildProcess> {
  const child = spawn(path, args, options)
  if (child.pid !== undefined) return child
  const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException]
  if (['ENOENT', 'EACCES', 'ENOEXEC'].includes(error.code!)) error.message = CANNOT_START
  throw error
}

/** The exit code as a shell has it. */
async function ended(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return signal === null ? code! : 128 + system.signals[signal]
}

export function exitText(code: number): string {
  const [signal] = Object.entries(system.signals).find(([, number]) => number === code - 128) ?? []
  return signal === undefined ? String(code) : `${code} (${signal})`
}
