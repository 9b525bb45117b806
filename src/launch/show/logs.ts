import { closeSync, mkdirSync, openSync, readdirSync, rm, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../../shell/quote.ts'
import { UsageError } from '../choose/option-table.ts'

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
    readonly spare: string | undefined,
    readonly say: (text: string) => void,
  ) {
    try {
      const base = chosen ?? stateFolder(process.env)
      const folder = join(base, `${new Date().toISOString().slice(0, -1).replaceAll(':', '-')}-${process.pid}`)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      this.folder = folder
      forget(base)
    } catch (error) {
      const { message } = error as Error
      if (chosen !== undefined) throw new UsageError(`--log-dir ${quote(chosen)} cannot be used: ${message}`)
      say(`output is not kept: ${message}; --log-dir DIR names another folder`)
    }
  }

  open(host: string): Log | undefined {
    const onBroken = ({ message }: Error): void => {
      if (!this.#failed) this.say(`output of some hosts is not kept whole: ${message}`)
      this.#failed = true
    }
    const folder = this.folder ?? this.spare
    if (folder === undefined) return undefined
    try {
      return new Log(join(folder, this.#name(host)), onBroken)
    } catch (error) {
      onBroken(error as Error)
      return undefined
    }
  }

  #name(host: string): string {
    let name = host.slice(0, 60).replace(/^\.|[/\p{Cc}]/gu, '_')
    while (this.#names.has(name)) name += '_'
    this.#names.add(name)
    return `${name}.log`
  }
}

function stateFolder(env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME']
  return join(state?.startsWith('/') ? state : join(env['HOME'] || homedir(), '.local/state'), 'lollypops', 'launch')
}

/** Removes all but the last runs, and none that still goes on: meanwhile, and what is left at our end the next time. */
function forget(base: string): void {
  const runs = readdirSync(base).filter((name) => RUN.test(name))
  const old = runs.sort().slice(0, -KEPT_RUNS)
  for (const name of old.filter((name) => !isRunning(Number(RUN.exec(name)![1]))))
    rm(join(base, name), { recursive: true, force: true }, () => {})
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
