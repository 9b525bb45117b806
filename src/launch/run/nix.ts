import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../../shell/quote.ts'
import type { Evaluator, Host, Info } from '../choose/fleet.ts'
import type { Job } from '../choose/targets.ts'
import type { Groups } from './groups.ts'
import { HOST_MB, hostsAtOnce, type Pool } from './pool.ts'

/** Where hosts come from: a flake, or a Nix file that has the same attributes. */
export type Where = { flake: string } | { file: string }

const FEATURES = ['--extra-experimental-features', 'nix-command flakes']
const SYSTEM = `${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch as string]}-${process.platform}`

/** `--flake` wins over LOLLYPOPS_EXPR, which the `launch` of a flake sets; without both it is the current directory. */
export function whereFrom(flake: string | undefined, { LOLLYPOPS_EXPR: file }: NodeJS.ProcessEnv): Where {
  return flake === undefined && file ? { file } : { flake: flake ?? '.' }
}

/**
 * The words that name an attribute to Nix.
 * @throws NixError for characters that Nix cannot have there
 */
export function installable(where: Where, path: readonly string[]): string[] {
  const bad = path.find((name) => !isAddressable(name))
  if (bad !== undefined)
    throw new NixError('', '-', `error: Nix cannot address ${JSON.stringify(bad)}: rename the host\n`)
  const attribute = path.map((name) => (/^[A-Za-z_][\w-]*$/.test(name) ? name : `"${name}"`)).join('.')
  if ('file' in where) return ['--impure', '--file', where.file, attribute]
  return [`${where.flake}#${attribute.replace(/[^\w.-]/gu, encodeURIComponent)}`]
}

/** Nix ended with an error: what it said, and the command to say it again. */
export class NixError extends Error {
  constructor(
    readonly command: string,
    readonly exit: string,
    readonly stderr: string,
  ) {
    super(lastError(stderr) || `nix ended with ${exit}`)
  }

  get said(): string {
    return (this.command && `${this.command}\n`) + this.stderr
  }

  get remedy(): string {
    const text = this.stderr
    if (/unrecognised flag|unknown flag|is not a recognised|requires \d+ arg/.test(text))
      return 'what follows -- has to be options of Nix'
    if (/does not provide attribute|attribute '[^']*launch/.test(text))
      return 'add lollypops.lib.deployPackages { flake = self; inherit pkgs; } to the packages of its flake'
    return /could not find a flake|does not contain a '[^']*flake.nix'|cannot find flake/.test(text)
      ? 'run launch in a flake, or give --flake REF'
      : 'see above'
  }
}

export class Nix implements Evaluator {
  #roots: string | undefined
  #builds = 0
  readonly #drvs = new Map<string, Promise<string | undefined>>()

  constructor(
    readonly where: Where,
    readonly groups: Groups,
    readonly pool: Pool,
    readonly words: readonly string[] = [],
  ) {}

  async names(): Promise<string[]> {
    return this.#ask(['eval', '--json', '--apply', 'builtins.attrNames'], this.#attribute('launch', 'hosts'))
  }

  async inspect(names: readonly string[]): Promise<Host[]> {
    return (await Promise.all(this.#parts(names, Infinity).map((part) => this.#inspectPart(part)))).flat()
  }

  /** Several hosts in one process; those that fail there are asked again, in smaller parts. */
  async #inspectPart(names: readonly string[]): Promise<Host[]> {
    const [first, ...others] = names
    if (others.length === 0) return [await this.pool.run(() => this.host(first!))]
    const found = await this.pool.run(() => this.#several<Info | null>(names, 'hosts'))
    const half = Math.ceil(names.length / 2)
    const parts = found ? names.map((name) => [name]) : [names.slice(0, half), names.slice(half)]
    const asked = parts.map(async (part): Promise<Host[]> => {
      const { success, value } = found?.[part[0]!] ?? {}
      return success ? [{ name: part[0]!, info: value! }] : this.#inspectPart(part)
    })
    return (await Promise.all(asked)).flat()
  }

  async host(name: string): Promise<Host> {
    try {
      return { name, info: await this.#ask(['eval', '--json'], this.#attribute('launch', 'hosts', name)) }
    } catch (error) {
      if (error instanceof NixError) return { name, error }
      throw error
    }
  }

  /** What is known of several hosts at once. Undefined: one of them fails in a way that Nix does not catch. */
  async #several<T>(names: readonly string[], attribute: 'hosts' | 'drvs') {
    const apply = `all: builtins.mapAttrs (_: one: builtins.tryEval (builtins.deepSeq one one)) (${only(names, 'all')})`
    try {
      type Answer = Record<string, { success: boolean; value: T }>
      return await this.#ask<Answer>(['eval', '--json', '--apply', apply], this.#attribute('launch', attribute))
    } catch (error) {
      if (error instanceof NixError) return undefined
      throw error
    }
  }

  /** Evaluates the scripts of several hosts: by nix-eval-jobs where there is one. What fails is left to `build`. */
  prepare(jobs: readonly Job[]): void {
    const names = jobs.flatMap(({ host, script }) => (script === undefined ? host! : []))
    if (names.length < 2) return
    const tell = new Map<string, (drv: string | undefined) => void>()
    for (const name of names) this.#drvs.set(name, new Promise((resolve) => tell.set(name, resolve)))
    const together = async (part: readonly string[]): Promise<void> => {
      const drvs = await this.pool.run(() => this.#several<string>(part, 'drvs')).catch(() => undefined)
      for (const name of part) tell.get(name)!(drvs?.[name]?.value || undefined)
    }
    void this.#evalJobs(names, (name, drv) => tell.get(name)?.(drv)).then(
      () => names.forEach((name) => void tell.get(name)!(undefined)),
      () => this.#parts(names).forEach((part) => void together(part)),
    )
  }

  async ready({ host = '' }: Job): Promise<void> {
    await this.#drvs.get(host)
  }

  /** @throws Error also where there is none, or one that knows none of the options, as those before 2.29 */
  async #evalJobs(names: readonly string[], found: (name: string, drv: string | undefined) => void): Promise<void> {
    const { where } = this
    const root = 'file' in where ? [where.file] : ['--flake', `${where.flake}#packages.${SYSTEM}.launch.scripts`]
    const select = `all: ${only(names, 'file' in where ? 'all.launch.scripts' : 'all')}`
    const size = Math.max(1024, hostsAtOnce(this.pool.size) * HOST_MB)
    const limits = ['--workers', String(this.pool.size), '--max-memory-size', String(size)]
    const words = [...FEATURES, '--impure', ...limits, ...root, '--select', select, ...this.words]
    const { child } = await this.#start(['nix-eval-jobs', ...words])
    for await (const line of child) {
      const { attrPath, drvPath } = JSON.parse(line) as { attrPath: [string]; drvPath?: string }
      found(attrPath[0], drvPath)
    }
    if ((await child).exitCode !== 0) throw new Error('no nix-eval-jobs')
  }

  /**
   * Builds the script of a host: it, and what it needs, is kept from garbage collection until `close`.
   * @throws NixError
   */
  async build(host: string): Promise<{ script: string; drv: string }> {
    const drv = await this.#drvs.get(host)
    const name = drv === undefined ? this.#attribute(`deploy-${host}`) : [`${drv}^out`]
    const link = ['--out-link', join(this.#folder(), String(this.#builds++))]
    const words = ['build', '--no-link', '--json', '--print-build-logs']
    const [{ outputs, drvPath }] = await this.#ask<[{ outputs: { out: string }; drvPath: string }]>(words, name, link)
    return { script: outputs.out, drv: drvPath }
  }

  #attribute(...path: string[]): string[] {
    return installable(this.where, path)
  }

  #parts(names: readonly string[], most?: number): string[][] {
    const size = Math.min(hostsAtOnce(this.pool.size, undefined, most), Math.ceil(names.length / this.pool.size))
    return names.flatMap((_, at) => (at % size === 0 ? [names.slice(at, at + size)] : []))
  }

  #folder(): string {
    try {
      this.#roots ??= mkdtempSync(join(tmpdir(), 'launch-roots-'))
      return this.#roots
    } catch (error) {
      throw new NixError('', '-', `error: no place to keep what Nix builds: ${(error as Error).message}\n`)
    }
  }

  close(): void {
    if (this.#roots !== undefined) rmSync(this.#roots, { recursive: true, force: true })
  }

  /** @param own words that are of no use to a person who repeats the command */
  async #ask<T>(ask: string[], name: readonly string[], own: string[] = []): Promise<T> {
    const words = ['nix', ...FEATURES, ...ask, ...name, ...this.words]
    const command = words.map(quote).join(' ')
    const { child } = await this.#start([...words, ...own])
    const { exitCode, signal, stdout, stderr, message } = await child
    if (exitCode === 127 || child.pid === undefined)
      throw new NixError(command, '-', `error: nix cannot be started: ${lastError(stderr || message)}\n`)
    if (exitCode !== 0) throw new NixError(command, String(signal ?? exitCode), stderr)
    try {
      return JSON.parse(stdout)
    } catch {
      throw new NixError(command, '0', `error: an answer of Nix that launch cannot read: ${stdout}\n`)
    }
  }

  /** Starts a program that is ended with us, as scripts are, and keeps at most the last MiB of what it says. */
  async #start(words: readonly string[]) {
    const { $ } = await import('zx/core')
    if (this.groups.ending) throw new Error('interrupted')
    const env = { ...process.env, SSH_ASKPASS_REQUIRE: 'never' }
    const options = { nothrow: true, quiet: true, verbose: false, detached: true, env }
    const child = $({ ...options, stdio: ['ignore', 'pipe', 'pipe'] })`${words} 2> >(tail -c 1M >&2)`
    const { pid } = child
    if (pid !== undefined) {
      this.groups.add(pid)
      void child.finally(() => this.groups.orphan(pid))
    }
    return { child }
  }
}

/** The attributes of a set that are called so, in Nix. */
function only(names: readonly string[], set: string): string {
  const wanted = JSON.stringify(Object.fromEntries(names.filter(isAddressable).map((name) => [name, 0])))
  return `builtins.intersectAttrs (builtins.fromJSON ${JSON.stringify(wanted).replaceAll('$', '\\$')}) ${set}`
}

/** Nix reads no escapes in a quoted attribute, and takes ^ as the start of output names. */
function isAddressable(name: string): boolean {
  return !/["^\p{Cc}]/u.test(name)
}

/** Nix puts the cause last, below the trace that leads to it. */
function lastError(stderr: string): string {
  const plain = stderr.replace(/\x1b\[[\d;]*m/g, '')
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match) => match[1]!)
  return causes.at(-1) ?? plain.trim().split('\n').at(-1) ?? ''
}
