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

/** One FIFO for each script: Node would give them a socket, which they cannot open again as /dev/stderr. */
export class Fifos {
  /** Only we can enter it, and it goes at the end. */
  readonly folder: string
  readonly #names: string[]
  readonly #made: Promise<unknown>

  constructor(count: number) {
    try {
      this.folder = mkdtempSync(join(tmpdir(), 'launch-'))
    } catch (error) {
      const { message } = error as Error
      throw new Error(`no folder for pipes to the scripts can be made: ${message}; TMPDIR names another place`)
    }
    this.#names = Array.from({ length: count }, (_, n) => String(n))
    this.#made = promisify(execFile)('mkfifo', ['-m', '600', ...this.#names], { cwd: this.folder })
    this.#made.catch(() => {}) // `open` tells
  }

  /** Both ends of one that nobody uses. */
  async open(): Promise<{ name: string; reading: number; writing: number }> {
    await this.#made
    const name = this.#names.at(-1)!
    const path = join(this.folder, name)
    const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const writing = openSync(path, constants.O_WRONLY)
      this.#names.pop()
      return { name, reading, writing }
    } catch (error) {
      closeSync(reading)
      throw error
    }
  }

  giveBack(name: string): void {
    this.#names.push(name)
  }

  async close(): Promise<void> {
    await this.#made.catch(() => {})
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Reads a non-blocking pipe on the event loop, all of them into one buffer: no thread, no memory per pipe. */
class Reader {
  readonly #socket: Socket

  constructor(
    readonly fd: number,
    readonly take: (chunk: Buffer) => void,
  ) {
    const callback = (length: number): boolean => {
      take(BUFFER.subarray(0, length))
      return true
    }
    this.#socket = new Socket({ fd, readable: true, writable: false, onread: { buffer: BUFFER, callback } } as object)
    this.#socket.on('error', () => this.#socket.destroy())
  }

  valve = (go: boolean): void => {
    if (go) this.#socket.resume()
    else this.#socket.pause()
  }

  /** Takes what the pipe holds now, and closes it, also when somebody in the background still has it open. */
  async drain(turn: () => Promise<void>): Promise<void> {
    for (let left = FULLEST_PIPE; left > 0; ) {
      await turn()
      const length = this.#socket.destroyed ? 0 : readNow(this.fd)
      if (length === 0) break
      this.take(BUFFER.subarray(0, length))
      left -= length
    }
    this.#socket.destroy()
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

export interface Means {
  fifos: Fifos
  groups: Groups
  env: NodeJS.ProcessEnv
  /** Seconds that a script may run; undefined: any time. */
  timeout: number | undefined
}

/**
 * Runs a script to its end, in a process group of its own, and prints what it says.
 * @param input what it finds on standard input, which is else empty
 * @throws Error EMFILE and the like when the system allows no more scripts
 */
export async function runScript(path: string, args: string[], input: string | undefined, source: Source, means: Means) {
  const { fifos, groups, env, timeout } = means
  const { name, reading, writing } = await fifos.open()
  let child: ChildProcess
  try {
    if (groups.ending) throw new Error('interrupted')
    const stdin = input === undefined ? 'ignore' : 'pipe'
    child = await begin(path, args, { stdio: [stdin, writing, writing], detached: true, env })
  } catch (error) {
    closeSync(reading)
    fifos.giveBack(name)
    throw error
  } finally {
    closeSync(writing)
  }
  const pid = child.pid!
  groups.add(pid)
  child.stdin?.on('error', () => {}).end(input)
  const reader = new Reader(reading, (chunk) => source.take(chunk))
  source.screen.add(source, reader.valve)
  let stopped: Promise<void> | undefined
  const timer = timeout && setTimeout(() => (stopped = groups.stop(pid)), 1000 * timeout)
  const code = await ended(child)
  clearTimeout(timer)
  await stopped
  groups.orphan(pid)
  await reader.drain(() => source.screen.turn(source))
  await source.say(Buffer.alloc(0))
  source.screen.remove(source)
  return { code, timedOut: stopped !== undefined }
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

async function ended(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return signal === null ? code! : 128 + system.signals[signal]
}

const SIGNAL_NAMES = new Map(Object.entries(system.signals).map(([name, number]) => [number as number, name]))

export function exitText(code: number): string {
  const signal = SIGNAL_NAMES.get(code - 128)
  return signal === undefined ? String(code) : `${code} (${signal})`
}
