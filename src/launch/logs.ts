import { closeSync, mkdirSync, openSync, readdirSync, rm, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isThere } from './processes.ts'

const KEPT_RUNS = 20
const RUN = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}-(\d+)$/

/** `--log-dir`, or the user's state directory. */
export function logBase(chosen: string | undefined, env: NodeJS.ProcessEnv): string {
  if (chosen !== undefined) return chosen
  const state = env['XDG_STATE_HOME']
  return join(state?.startsWith('/') ? state : join(env['HOME'] || homedir(), '.local/state'), 'lollypops', 'launch')
}

/** The whole output of one host, as it came. Synchronous: what is printed has been written. */
export class Log {
  #fd: number | undefined

  /** @throws Error when there can be no such file */
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
  readonly folder: string
  readonly #names = new Set<string>()

  /** @throws Error when the folder cannot be made */
  constructor(base: string, now = new Date()) {
    this.folder = join(base, `${now.toISOString().slice(0, -1).replaceAll(':', '-')}-${process.pid}`)
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    forget(base)
  }

  open(host: string, onBroken: (error: Error) => void): Log | undefined {
    try {
      return new Log(join(this.folder, this.#name(host)), onBroken)
    } catch (error) {
      onBroken(error as Error)
      return undefined
    }
  }

  #name(host: string): string {
    const plain = host
      .replace(/[/\p{Cc}]/gu, '_')
      .slice(0, 60)
      .replace(/^\./, '_')
    for (let n = 1; ; n++) {
      const name = n === 1 ? `${plain}.log` : `${plain}-${n}.log`
      if (!this.#names.has(name)) return (this.#names.add(name), name)
    }
  }
}

/** Removes all but the last runs, and none that still goes on: meanwhile, and what is left at our end the next time. */
function forget(base: string): void {
  const runs = readdirSync(base)
    .filter((name) => RUN.test(name))
    .sort()
  const old = runs.slice(0, -KEPT_RUNS).filter((name) => !isThere(Number(RUN.exec(name)![1])))
  const next = (): void => {
    const name = old.shift()
    if (name !== undefined) rm(join(base, name), { recursive: true, force: true }, next)
  }
  next()
}
