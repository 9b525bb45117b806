import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Shell } from './shell.ts'

/** As many shells as there are scripts at once. */
export class Shells {
  /** Only we can enter it, and it goes when they are closed. */
  readonly folder = makeFolder()
  readonly #all = new Set<Shell>()
  readonly #idle: Shell[] = []
  #made = 0

  /** Starts some that will be needed soon. */
  warm(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#open())
  }

  take(): Shell {
    for (;;) {
      const shell = this.#idle.pop()
      if (shell === undefined) return this.#open()
      if (!shell.isGone) return shell
      this.#all.delete(shell)
    }
  }

  /** @param isFree whether nobody holds its pipe any more, so that the next script can have it */
  giveBack(shell: Shell, isFree: boolean): void {
    if (isFree && !shell.isGone) return void this.#idle.push(shell)
    this.#all.delete(shell)
    void shell.close()
  }

  /** At once; resolves when all are gone. */
  async close(): Promise<void> {
    const over = [...this.#all].map((shell) => shell.close())
    this.#remove()
    await Promise.all(over)
    this.#remove()
  }

  /** A mkfifo that is being killed can put a pipe there meanwhile. */
  #remove(): void {
    try {
      rmSync(this.folder, { recursive: true, force: true })
    } catch {
      // tried again when all are gone
    }
  }

  #open(): Shell {
    const shell = new Shell(join(this.folder, String(this.#made++)))
    this.#all.add(shell)
    return shell
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'launch-'))
  } catch (error) {
    throw new Error(
      `no folder for pipes to the scripts can be made: ${(error as Error).message}; TMPDIR names another place`,
    )
  }
}
