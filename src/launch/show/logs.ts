import { appendFileSync, mkdirSync, readdirSync, rm } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../../shell/quote.ts'
import { UsageError } from '../choose/option-table.ts'

const KEPT_RUNS = 20
const RUN = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}-(\d+)$/

/** The whole output of each host, as it came: a folder per run, of which the last twenty are kept, for the user alone. */
export class Logs {
  /** The folder in which they stay; undefined where they do not. */
  readonly folder: string | undefined
  readonly #names = new Set<string>()
  readonly #broken = new Set<string>()

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

  /** A file of its own for each host. */
  pathFor(host: string): string | undefined {
    const folder = this.folder ?? this.spare
    if (folder === undefined) return undefined
    let name = host.slice(0, 60).replace(/^\.|[/\p{Cc}]/gu, '_')
    while (this.#names.has(name)) name += '_'
    this.#names.add(name)
    return join(folder, `${name}.log`)
  }

  /** Synchronous: what is printed has been written. After an error, what follows is dropped. */
  append(path: string, chunk: Buffer): void {
    if (this.#broken.has(path)) return
    try {
      appendFileSync(path, chunk, { mode: 0o600 })
    } catch (error) {
      if (this.#broken.size === 0) this.say(`output of some hosts is not kept whole: ${(error as Error).message}`)
      this.#broken.add(path)
    }
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
