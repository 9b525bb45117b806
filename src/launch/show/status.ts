import { isatty, WriteStream } from 'node:tty'
import truncated from 'fast-string-truncated-width'
import type { Output } from './output.ts'

const EVERY_MS = 200
const USUAL_COLUMNS = 80

/** How wide a terminal is at the moment; undefined where there is none, or one that cannot erase a line. */
export function columnsOf(fd: number): (() => number) | undefined {
  if (!isatty(fd) || process.env['TERM'] === 'dumb') return undefined
  const terminal = new WriteStream(fd)
  terminal.unref()
  return () => terminal.columns || USUAL_COLUMNS
}

export interface Moment {
  running: number
  waiting: number
  done: number
  failed: number
  where: string[]
}

/** One live line below all output; returns what takes it away. */
export function showStatus(out: Output, columns: () => number, now: () => Moment): () => void {
  const began = performance.now()
  out.footer = () => statusLine(now(), (performance.now() - began) / 1000, columns() - 1)
  const timer = setInterval(() => out.refresh(), EVERY_MS)
  return () => {
    clearInterval(timer)
    out.footer = () => ''
    out.refresh()
  }
}

/** `2 running, 3 waiting, 1 done, 1 failed, 1:05 | ahorn rebuild, birke check`, in at most `width` columns. */
export function statusLine(moment: Moment, seconds: number, width: number): string {
  const { running, waiting, done, failed, where } = moment
  const elapsed = new Date(seconds * 1000)
    .toISOString()
    .slice(11, 19)
    .replace(/^(00:0|00:|0)/, '')
  const counts = `${running} running, ${waiting} waiting, ${done} done, ${failed} failed, ${elapsed}`
  const line = where.length > 0 ? `${counts} | ${where.join(', ')}` : counts
  const { index, ellipsed } = truncated(line, { limit: width, ellipsis: '…' })
  return ellipsed ? `${line.slice(0, index)}…` : line.slice(0, index)
}
