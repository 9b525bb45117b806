import { jsonLine } from './events.ts'
import { label } from './label.ts'
import type { Options } from './options.ts'
import type { Screen } from './screen.ts'
import type { Source } from './source.ts'

/** Shows bytes `from` to `to` of a line; `first` begins it, `last` ends it. */
export type Show = (source: Source, bytes: Buffer, from: number, to: number, first: boolean, last: boolean) => void

export interface Look extends Pick<Options, 'output' | 'timestamps' | 'json'> {
  coloured: boolean
  /** Column at which lines begin behind their labels; 0: right behind them. */
  width: number
  /** A terminal, on which a carriage return would hide what is left of it. */
  terminal: boolean
}

const NONE = Buffer.alloc(0)
const CR = 13

/** How lines come out while scripts run. */
export function showOn(screen: Screen, look: Look): Show {
  if (look.json) return (source, bytes, from, to, _, last) => screen.out.append(jsonLine(source, bytes, from, to, last))
  if (look.output === 'group' || look.output === 'quiet') return () => {}
  const before = look.output === 'interleaved' ? () => NONE : labels(look)
  const timed = look.timestamps ? (source: Source) => Buffer.concat([Buffer.from(`${clock()} `), before(source)]) : before
  return (source, bytes, from, to, first, last) => {
    const start = look.terminal && first && last ? lastOverwritten(bytes, from, to) : from
    screen.print(source, first ? timed(source) : undefined, bytes, start, to, last)
  }
}

/** `14:03:59`, local time. */
export function clock(now = new Date()): string {
  return now.toTimeString().slice(0, 8)
}

/** Where that part of a line begins that a terminal would show in the end: behind its last carriage return. */
export function lastOverwritten(bytes: Buffer, from: number, to: number): number {
  let end = to
  while (end > from && (bytes[end - 1] === 10 || bytes[end - 1] === CR)) end--
  return end === from ? from : Math.max(from, bytes.subarray(from, end).lastIndexOf(CR) + from + 1)
}

function labels({ coloured, width }: Look): (source: Source) => Buffer {
  const made = new WeakMap<Source, { task: string | undefined; bytes: Buffer }>()
  return (source) => {
    const { name, task } = source
    const known = made.get(source)
    if (known !== undefined && known.task === task) return known.bytes
    const bytes = label(name, task, coloured, width)
    made.set(source, { task, bytes })
    return bytes
  }
}
