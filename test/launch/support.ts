import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program } from '../support/program.ts'
import { tempDir } from '../support/temp.ts'

export const launchFile = program('launch')

/** Executable bash scripts `deploy-NAME` in a new folder; returns their paths in order. */
export function scripts(bodies: Record<string, string>): string[] {
  const folder = tempDir()
  return Object.entries(bodies).map(([name, body]) => executable(join(folder, `deploy-${name}`), body))
}

/** The line by which launch knows what a script has. */
export function header(host: string, tasks: string[], more: object = {}): string {
  const known = { version: 1, host, address: `root@${host}`, password: false, guarded: false, tasks, default: tasks }
  return `# lollypops: ${JSON.stringify({ ...known, ...more })}`
}

export function executable(path: string, body: string): string {
  writeFileSync(path, `#!/usr/bin/env bash\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

export interface Settings {
  env?: Record<string, string | undefined>
  cwd?: string
  /** What starts launch: `bash -c '…'` sees it as "$@". */
  shell?: string
  stdio?: StdioOptions
}

/** `launch` at work, with everything it says, and a mark on all processes below it. */
export class Launch {
  readonly child: ChildProcess
  readonly mark = randomUUID()
  stdout = Buffer.alloc(0)
  stderr = ''
  readonly #closed: Promise<unknown[]>

  constructor(args: readonly string[], { env = {}, cwd, shell, stdio = 'pipe' }: Settings = {}) {
    const clean = {
      NO_COLOR: undefined,
      LP_REMOTE_HOST: undefined,
      LOLLYPOPS_EXPR: undefined,
      LOLLYPOPS_LAUNCH: undefined,
      REBUILD_ACTION: undefined,
      XDG_STATE_HOME: tempDir(),
    }
    const words = [process.execPath, launchFile, ...args]
    const [command, ...rest] = shell === undefined ? words : ['bash', '-c', shell, 'bash', ...words]
    this.child = spawn(command!, rest, {
      cwd,
      stdio,
      env: { ...process.env, ...clean, ...env, LAUNCH_TEST: this.mark },
    })
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout = Buffer.concat([this.stdout, chunk])))
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk))
    this.#closed = once(this.child, 'close')
  }

  get text(): string {
    return this.stdout.toString()
  }

  /** Resolves when `found` says so. */
  async until(found: () => boolean): Promise<void> {
    while (!found()) {
      if (this.child.exitCode !== null) throw new Error(`launch ended before:\n${this.text}${this.stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  async says(...texts: string[]): Promise<void> {
    await this.until(() => texts.every((text) => this.text.includes(text) || this.stderr.includes(text)))
  }

  async end(): Promise<this & { code: number | null; signal: NodeJS.Signals | null; alive: string[] }> {
    const [code, signal] = await this.#closed
    return Object.assign(this, {
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      alive: this.alive(),
    })
  }

  /** Command lines of what runs below launch, however far away. */
  alive(): string[] {
    const alive: string[] = []
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== this.child.pid)) {
      try {
        if (!readFileSync(`/proc/${pid}/environ`).includes(this.mark)) continue
        alive.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim())
      } catch {
        // ended, or not ours
      }
    }
    return alive
  }
}

export function launch(args: readonly string[], settings?: Settings) {
  return new Launch(args, settings).end()
}
