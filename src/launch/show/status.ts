import { fstatSync } from 'node:fs'
import { isatty, WriteStream } from 'node:tty'
import truncated from 'fast-string-truncated-width'
import type { Output } from './output.ts'

const EVERY_MS = 200
const USUAL_COLUMNS = 80

export function terminalOf(fd: number): WriteStream | undefined {
  if (!isatty(fd) || process.env['TERM'] === 'dumb') return undefined
  const terminal = new WriteStream(fd)
  terminal.unref()
  return terminal
}

export function columnsOf(terminal: WriteStream): number {
  return terminal.columns || USUAL_COLUMNS
}

/** Where a status line disturbs nothing: the terminal that hosts are shown on, or the one beside the file that they go to. */
export function statusOutput(out: Output, err: Output): Output | undefined {
  if (isatty(out.fd)) return out
  return fstatSync(out.fd).isFile() && isatty(err.fd) ? err : undefined
}

export interface Moment {
  running: number
  waiting: number
  done: number
  failed: number
  where: string[]
}

/** One live line below all output, until it is closed. */
export class Status {
  readonly #timer: NodeJS.Timeout
  readonly #began = performance.now()

  constructor(
    readonly out: Output,
    terminal: WriteStream,
    now: () => Moment,
  ) {
    out.footer = () => statusLine(now(), (performance.now() - this.#began) / 1000, columnsOf(terminal) - 1)
    this.#timer = setInterval(() => out.refresh(), EVERY_MS)
  }

  close(): void {
    clearInterval(this.#timer)
    this.out.footer = () => ''
    this.out.refresh()
  }
}

/** `2 running, 3 waiting, 1 done, 1 failed, 1:05 | ahorn rebuild, birke check`, in at most `width` columns. */
export function statusLine(moment: Moment, seconds: number, width: number): string {
  const { running, waiting, done, failed, where } = moment
  const counts = `${running} running, ${waiting} waiting, ${done} done, ${failed} failed, ${elapsed(seconds)}`
  const line = [counts, ...(where.length > 0 ? [where.join(', ')] : [])].join(' | ')
  const { index, ellipsed } = truncated(line, { limit: width, ellipsis: '…' })
  return ellipsed ? `${line.slice(0, index)}…` : line.slice(0, index)
}

function elapsed(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
