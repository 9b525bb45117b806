import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, rmdirSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Pipe {
  path: string
  /** Non-blocking. */
  read: number
}

/**
 * Pipes for the output of children. Node would give them sockets, which they cannot open again as
 * /dev/stderr; so these are FIFOs, made all at once in a folder that nobody else can enter.
 */
export class Pipes {
  /** Goes when they are removed. */
  readonly folder = mkdtempSync(join(tmpdir(), 'launch-'))
  readonly #paths: string[]
  readonly #all: readonly string[]

  /** @throws Error without mkfifo, or room for it */
  constructor(count: number) {
    this.#paths = Array.from({ length: count }, (_, i) => join(this.folder, String(i)))
    this.#all = [...this.#paths]
    try {
      execFileSync('mkfifo', ['-m', '600', ...this.#paths], { stdio: 'pipe' })
    } catch (error) {
      this.remove()
      throw new Error(`mkfifo (of coreutils) makes the pipes to the scripts, and failed: ${(error as Error).message}`)
    }
  }

  /** @throws Error EMFILE when too many files are open */
  open(): Pipe {
    const path = this.#paths.pop()
    if (path === undefined) throw new RangeError('every pipe is in use')
    try {
      return { path, read: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) }
    } catch (error) {
      this.#paths.push(path)
      throw error
    }
  }

  /** A pipe that no child got can be opened again. */
  giveBack({ path, read }: Pipe): void {
    closeSync(read)
    this.#paths.push(path)
  }

  remove(): void {
    try {
      for (const path of this.#all) unlinkSync(path)
      rmdirSync(this.folder)
    } catch {
      rmSync(this.folder, { recursive: true, force: true })
    }
  }
}
