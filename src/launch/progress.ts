import { fstatSync } from 'node:fs'
import { isatty, WriteStream } from 'node:tty'
import type { Output } from './output.ts'
import { type Counts, statusLine } from './status.ts'

const EVERY_MS = 200
const USUAL_COLUMNS = 80

/** The terminal behind a file descriptor, if it is one. */
export function terminalOf(fd: number): WriteStream | undefined {
  if (!isatty(fd) || process.env['TERM'] === 'dumb') return undefined
  const terminal = new WriteStream(fd)
  terminal.unref()
  return terminal
}

export function columnsOf(terminal: WriteStream | undefined): number {
  return terminal?.columns || USUAL_COLUMNS
}

/** Where a status line disturbs nothing: the terminal that hosts are shown on, or the one beside the file that they go to. */
export function statusOutput(out: Output, err: Output): Output | undefined {
  if (isatty(out.fd)) return out
  return fstatSync(out.fd).isFile() && isatty(err.fd) ? err : undefined
}

export interface Moment {
  counts: Counts
  where: string[]
}

/** One live line below all output, until it is closed. */
export class Progress {
  readonly #timer: NodeJS.Timeout
  readonly #began = performance.now()

  constructor(
    readonly out: Output,
    readonly terminal: WriteStream,
    readonly now: () => Moment,
  ) {
    out.footer = () => {
      const { counts, where } = this.now()
      return statusLine(counts, (performance.now() - this.#began) / 1000, where, columnsOf(terminal) - 1)
    }
    this.#timer = setInterval(() => out.refresh(), EVERY_MS)
  }

  close(): void {
    clearInterval(this.#timer)
    this.out.footer = () => ''
    this.out.refresh()
  }
}
