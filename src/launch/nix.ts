import { quote } from '../quote.ts'
import { capture } from './capture.ts'
import { type Where, installable } from './flake.ts'
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
}

/** What `launch` asks of Nix. One process per question. */
export class Nix {
  constructor(
    readonly where: Where,
    readonly groups: Groups,
  ) {}

  /** @throws NixError */
  async evaluate(path: readonly string[], apply?: string): Promise<unknown> {
    const args = ['eval', '--json', ...installable(this.where, path)]
    return this.#ask(apply === undefined ? args : [...args, '--apply', apply], (answer) => answer)
  }

  /**
   * Builds a package, and returns the path of its output.
   * @throws NixError
   */
  async build(name: string): Promise<string> {
    const args = ['build', '--no-link', '--json', ...installable(this.where, [name])]
    return this.#ask(args, (answer) => (answer as [{ outputs: { out: string } }])[0].outputs.out.toString())
  }

  async #ask<T>(args: string[], read: (answer: unknown) => T): Promise<T> {
    const words = [...FEATURES, ...args]
    const command = ['nix', ...words].map(quote).join(' ')
    const { code, signal, stdout, stderr } = await capture('nix', words, this.groups).catch((error: Error) => {
      throw new NixError(command, '-', Buffer.from(`error: nix cannot be started: ${error.message}\n`))
    })
    if (code !== 0) throw new NixError(command, String(signal ?? code), stderr)
    try {
      return read(JSON.parse(stdout))
    } catch {
      throw new NixError(command, '0', Buffer.from(`error: an answer of Nix that launch cannot read: ${stdout}\n`))
    }
  }
}

/** Nix puts the cause last, below the trace that leads to it. */
function lastError(stderr: string): string {
  const plain = stderr.replace(/\x1b\[[\d;]*m/g, '')
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match) => match[1]!)
  return causes.at(-1) ?? plain.trim().split('\n').at(-1) ?? ''
}
