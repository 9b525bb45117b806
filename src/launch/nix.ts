import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quote } from '../shell/quote.ts'
import { capture } from './capture.ts'
import { installable, type Where } from './flake.ts'
import type { Groups } from './groups.ts'

const FEATURES = ['--extra-experimental-features', 'nix-command flakes']

/** Nix ended with an error: what it said, and the command to say it again. */
export class NixError extends Error {
  constructor(
    readonly command: string,
    readonly exit: string,
    readonly stderr: Buffer,
  ) {
    super(lastError(stderr.toString()) || `nix ended with ${exit}`)
  }

  /** All there is to show of it. */
  get said(): Buffer {
    return Buffer.concat([Buffer.from(this.command && `${this.command}\n`), this.stderr])
  }
}

/** What `launch` asks of Nix. One process per question. */
export class Nix {
  #roots: string | undefined
  #builds = 0

  constructor(
    readonly where: Where,
    readonly groups: Groups,
    /** For each call of it. */
    readonly words: readonly string[] = [],
  ) {}

  /** @throws NixError */
  async evaluate(path: readonly string[], apply?: string): Promise<unknown> {
    return this.#ask(
      ['eval', '--json', ...(apply === undefined ? [] : ['--apply', apply])],
      path,
      [],
      (answer) => answer,
    )
  }

  /**
   * Builds a package, and returns the path of its output: it, and what it needs, is kept from garbage collection
   * until `close`.
   * @throws NixError
   */
  async build(name: string): Promise<string> {
    const link = ['--out-link', join(this.#folder(), String(this.#builds++))]
    const read = (answer: unknown): string => (answer as [{ outputs: { out: string } }])[0].outputs.out.toString()
    return this.#ask(['build', '--no-link', '--json', '--print-build-logs'], [name], link, read)
  }

  #folder(): string {
    try {
      return (this.#roots ??= mkdtempSync(join(tmpdir(), 'launch-roots-')))
    } catch (error) {
      throw new NixError('', '-', Buffer.from(`error: no place to keep what Nix builds: ${(error as Error).message}\n`))
    }
  }

  close(): void {
    if (this.#roots !== undefined) rmSync(this.#roots, { recursive: true, force: true })
  }

  /** @param own words that are of no use to a person who repeats the command */
  async #ask<T>(ask: string[], path: readonly string[], own: string[], read: (answer: unknown) => T): Promise<T> {
    assertAddressable(path)
    const words = [...FEATURES, ...ask, ...installable(this.where, path), ...this.words]
    const command = ['nix', ...words].map(quote).join(' ')
    const { code, signal, stdout, stderr } = await capture('nix', [...words, ...own], this.groups).catch(
      (error: Error) => {
        throw new NixError(command, '-', Buffer.from(`error: nix cannot be started: ${error.message}\n`))
      },
    )
    if (code !== 0) throw new NixError(command, String(signal ?? code), stderr)
    try {
      return read(JSON.parse(stdout))
    } catch {
      throw new NixError(command, '0', Buffer.from(`error: an answer of Nix that launch cannot read: ${stdout}\n`))
    }
  }
}

/** Nix reads no escapes in a quoted attribute, and takes ^ as the start of output names. */
function assertAddressable(path: readonly string[]): void {
  const name = path.find((name) => /["^\p{Cc}]/u.test(name))
  if (name === undefined) return
  throw new NixError('', '-', Buffer.from(`error: Nix cannot address ${JSON.stringify(name)}: rename the host\n`))
}

/** Nix puts the cause last, below the trace that leads to it. */
function lastError(stderr: string): string {
  const plain = stderr.replace(/\x1b\[[\d;]*m/g, '')
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match) => match[1]!)
  return causes.at(-1) ?? plain.trim().split('\n').at(-1) ?? ''
}
