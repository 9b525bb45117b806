import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../../shell/quote.ts'
import type { Broken, Evaluator, Host, Info } from '../choose/fleet.ts'
import type { Groups } from './groups.ts'
import type { Pool } from './pool.ts'

/** Where hosts come from: a flake, or a Nix file that has the same attributes. */
export type Where = { flake: string } | { file: string }

const FEATURES = ['--extra-experimental-features', 'nix-command flakes']
/** Hosts in one process: 20 of them take 2.2 GB. */
const HOSTS_AT_ONCE = 16

/** `--flake` wins over LOLLYPOPS_EXPR, which the `launch` of a flake sets; without both it is the current directory. */
export function whereFrom(flake: string | undefined, env: NodeJS.ProcessEnv): Where {
  if (flake !== undefined) return { flake }
  const file = env['LOLLYPOPS_EXPR']
  return file ? { file } : { flake: '.' }
}

/** The words that name an attribute to Nix, whatever characters are in it. */
export function installable(where: Where, path: readonly string[]): string[] {
  const attribute = path.map((name) => (/^[A-Za-z_][\w-]*$/.test(name) ? name : `"${name}"`)).join('.')
  if ('file' in where) return ['--impure', '--file', where.file, attribute]
  return [`${where.flake}#${attribute.replace(/[^\w.-]/gu, encodeURIComponent)}`]
}

/** Nix ended with an error: what it said, and the command to say it again. */
export class NixError extends Error implements Broken {
  constructor(
    readonly command: string,
    readonly exit: string,
    readonly stderr: string,
  ) {
    super(lastError(stderr) || `nix ended with ${exit}`)
  }

  /** All there is to show of it. */
  get said(): Buffer {
    return Buffer.from((this.command && `${this.command}\n`) + this.stderr)
  }

  /** What to do about hosts that cannot be listed. */
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

/** What `launch` asks of Nix. */
export class Nix implements Evaluator {
  #roots: string | undefined
  #builds = 0

  constructor(
    readonly where: Where,
    readonly groups: Groups,
    readonly pool: Pool,
    /** For each call of it. */
    readonly words: readonly string[] = [],
  ) {}

  async names(): Promise<string[]> {
    return this.#ask(
      ['eval', '--json', '--apply', 'builtins.attrNames'],
      ['launch', 'hosts'],
      (answer: string[]) => answer,
    )
  }

  /** Several hosts in one process; those that fail there are asked again in smaller parts. */
  async inspect(names: readonly string[]): Promise<Host[]> {
    const size = Math.min(HOSTS_AT_ONCE, Math.ceil(names.length / this.pool.size))
    const parts = Array.from({ length: Math.ceil(names.length / (size || 1)) }, (_, at) =>
      names.slice(at * size, (at + 1) * size),
    )
    const hosts = new Map((await Promise.all(parts.map((part) => this.#inspect(part)))).flat())
    return names.map((name) => hosts.get(name)!)
  }

  async #inspect(names: readonly string[]): Promise<[string, Host][]> {
    const [name] = names
    if (name === undefined) return []
    try {
      if (names.length === 1) return [[name, { name, info: await this.pool.run(() => this.info(name)) }]]
      const known = await this.pool.run(() => this.#infos(names))
      const missing = names.filter((name) => !(name in known)).map((name) => this.#inspect([name]))
      const found = Object.entries(known).map(([name, info]): [string, Host] => [name, { name, info }])
      return [...found, ...(await Promise.all(missing)).flat()]
    } catch (error) {
      if (!(error instanceof NixError)) throw error
      if (names.length === 1) return [[name, { name, error }]]
      const half = Math.ceil(names.length / 2)
      return (await Promise.all([names.slice(0, half), names.slice(half)].map((part) => this.#inspect(part)))).flat()
    }
  }

  /**
   * Null: it does not have the lollypops module.
   * @throws NixError
   */
  async info(name: string): Promise<Info | null> {
    return this.#ask(['eval', '--json'], ['launch', 'hosts', name], (answer: Info | null) => answer)
  }

  /** Those of these hosts that evaluate. */
  async #infos(names: readonly string[]): Promise<Record<string, Info | null>> {
    const wanted = JSON.stringify(JSON.stringify(Object.fromEntries(names.map((name) => [name, 0])))).replaceAll(
      '$',
      '\\$',
    )
    const all = `builtins.intersectAttrs (builtins.fromJSON ${wanted}) hosts`
    const tried = `builtins.mapAttrs (_: host: builtins.tryEval (builtins.deepSeq host host)) (${all})`
    const apply = `hosts: ${tried}`
    const read = (answer: Record<string, { success: boolean; value: Info | null }>) =>
      Object.fromEntries(
        Object.entries(answer).flatMap(([name, { success, value }]) => (success ? [[name, value]] : [])),
      )
    return this.#ask(['eval', '--json', '--apply', apply], ['launch', 'hosts'], read)
  }

  /**
   * Builds a package, and returns the path of its output: it, and what it needs, is kept from garbage collection
   * until `close`.
   * @throws NixError
   */
  async build(name: string): Promise<{ script: string; drv: string }> {
    const link = ['--out-link', join(this.#folder(), String(this.#builds++))]
    const read = ([{ outputs, drvPath }]: [{ outputs: { out: string }; drvPath: string }]) => ({
      script: outputs.out.toString(),
      drv: drvPath,
    })
    return this.#ask(['build', '--no-link', '--json', '--print-build-logs'], [name], read, link)
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
  async #ask<A, T>(ask: string[], path: readonly string[], read: (answer: A) => T, own: string[] = []): Promise<T> {
    assertAddressable(path)
    const words = [...FEATURES, ...ask, ...installable(this.where, path), ...this.words]
    const command = ['nix', ...words].map(quote).join(' ')
    const { $ } = await import('zx/core')
    if (this.groups.ending) throw new Error('interrupted')
    const env = { ...process.env, SSH_ASKPASS_REQUIRE: 'never' }
    const options = { nothrow: true, quiet: true, verbose: false, detached: true, env }
    // at most the last MiB of what it says
    const child = $({ ...options, stdio: ['ignore', 'pipe', 'pipe'] })`nix ${[...words, ...own]} 2> >(tail -c 1M >&2)`
    if (child.pid !== undefined) this.groups.add(child.pid)
    const { exitCode, signal, stdout, stderr, message } = await child
    if (child.pid !== undefined) this.groups.orphan(child.pid)
    if (exitCode === 127 || child.pid === undefined)
      throw new NixError(command, '-', `error: nix cannot be started: ${lastError(stderr || message)}\n`)
    if (exitCode !== 0) throw new NixError(command, String(signal ?? exitCode), stderr)
    try {
      return read(JSON.parse(stdout))
    } catch {
      throw new NixError(command, '0', `error: an answer of Nix that launch cannot read: ${stdout}\n`)
    }
  }
}

/** Nix reads no escapes in a quoted attribute, and takes ^ as the start of output names. */
function assertAddressable(path: readonly string[]): void {
  const name = path.find((name) => /["^\p{Cc}]/u.test(name))
  if (name === undefined) return
  throw new NixError('', '-', `error: Nix cannot address ${JSON.stringify(name)}: rename the host\n`)
}

/** Nix puts the cause last, below the trace that leads to it. */
function lastError(stderr: string): string {
  const plain = stderr.replace(/\x1b\[[\d;]*m/g, '')
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match) => match[1]!)
  return causes.at(-1) ?? plain.trim().split('\n').at(-1) ?? ''
}
