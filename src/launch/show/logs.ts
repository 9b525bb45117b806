import { closeSync, mkdirSync, openSync, readdirSync, rm, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../../shell/quote.ts'
import { UsageError } from '../choose/help.ts'

const KEPT_RUNS = 20
const RUN = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}-(\d+)$/

/** The whole output of one host, as it came. Synchronous: what is printed has been written. */
export class Log {
  #fd: number | undefined

  constructor(
    readonly path: string,
    readonly onBroken: (error: Error) => void,
  ) {
    this.#fd = openSync(path, 'wx', 0o600)
  }

  write(chunk: Buffer): void {
    if (this.#fd === undefined) return
    try {
      for (let from = 0; from < chunk.length; ) from += writeSync(this.#fd, chunk, from)
    } catch (error) {
      this.close()
      this.onBroken(error as Error)
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }
}

/** A folder per run, of which the last twenty are kept. Only the user can read them. */
export class Logs {
  /** The folder in which they stay; undefined where they do not. */
  readonly folder: string | undefined
  readonly #names = new Set<string>()
  #failed = false

  /**
   * @param chosen `--log-dir`; undefined: the user's state directory
   * @param spare a folder that goes with this run, for what is shown when a host is done
   * @throws UsageError when the folder that was asked for cannot be had
   */
  constructor(
    chosen: string | undefined,
    readonly spare: () => string | undefined,
    readonly say: (text: string) => void,
  ) {
    try {
      const base = chosen ?? stateFolder(process.env)
      const name = `${new Date().toISOString().slice(0, -1).replaceAll(':', '-')}-${process.pid}`
      this.folder = join(base, name)
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      forget(base)
    } catch (error) {
      const { message } = error as Error
      if (chosen !== undefined) throw new UsageError(`--log-dir ${quote(chosen)} cannot be used: ${message}`)
      say(`output is not kept: ${message}; --log-dir DIR names another folder`)
      this.folder = undefined
    }
  }

  open(host: string): Log | undefined {
    const onBroken = (error: Error): undefined => {
      if (!this.#failed) this.say(`output of some hosts is not kept whole: ${error.message}`)
      this.#failed = true
    }
    try {
      const folder = this.folder ?? this.spare()
      return folder === undefined ? undefined : new Log(join(folder, this.#name(host)), onBroken)
    } catch (error) {
      return onBroken(error as Error)
    }
  }

  #name(host: string): string {
    const plain = host
      .replace(/[/\p{Cc}]/gu, '_')
      .slice(0, 60)
      .replace(/^\./, '_')
    for (let n = 1; ; n++) {
      const name = n === 1 ? `${plain}.log` : `${plain}-${n}.log`
      if (this.#names.has(name)) continue
      this.#names.add(name)
      return name
    }
  }
}

function stateFolder(env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME']
  return join(state?.startsWith('/') ? state : join(env['HOME'] || homedir(), '.local/state'), 'lollypops', 'launch')
}

/** Removes all but the last runs, and none that still goes on: meanwhile, and what is left at our end the next time. */
function forget(base: string): void {
  const runs = readdirSync(base)
    .filter((name) => RUN.test(name))
    .sort()
  const old = runs.slice(0, -KEPT_RUNS).filter((name) => !isRunning(Number(RUN.exec(name)![1])))
  const next = (): void => {
    const name = old.shift()
    if (name !== undefined) rm(join(base, name), { recursive: true, force: true }, next)
  }
  next()
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
