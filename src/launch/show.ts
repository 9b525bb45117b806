import { StringDecoder } from 'node:string_decoder'
import { jsonLine } from './events.ts'
import { label } from './label.ts'
import type { Options } from './options.ts'
import type { Screen } from './screen.ts'
import type { Source } from './source.ts'

/** Shows bytes `from` to `to`: of whole lines (`first` and `last`), or of one line, which `first` begins and `last` ends. */
export type Show = (source: Source, bytes: Buffer, from: number, to: number, first: boolean, last: boolean) => void

export interface Look extends Pick<Options, 'output' | 'timestamps' | 'json'> {
  coloured: boolean
  /** Column at which lines begin behind their labels; 0: right behind them. */
  width: number
  /** A terminal, on which a carriage return would hide what is left of it. */
  terminal: boolean
}

const CR = 13

/** How lines come out while scripts run. */
export function showOn(screen: Screen, look: Look): Show {
  if (look.json) return jsonLines(screen)
  if (look.output === 'group' || look.output === 'quiet') return () => {}
  const before = look.output === 'interleaved' ? () => '' : labels(look)
  const timed = look.timestamps ? (source: Source) => `${clock()} ${before(source)}` : before
  const show: Show = (source, bytes, from, to, first, last) =>
    screen.print(source, first ? timed(source) : undefined, bytes, from, to, last)
  if (!look.terminal) return show
  const showLine = lineByLine((source, bytes, from, to, first, last) =>
    show(source, bytes, first && last ? lastOverwritten(bytes, from, to) : from, to, first, last),
  )
  return (source, bytes, from, to, first, last) =>
    (bytes.subarray(from, to).includes(CR) ? showLine : show)(source, bytes, from, to, first, last)
}

/** A character that two pieces of a long line share comes whole, with the second. */
function jsonLines(screen: Screen): Show {
  const decoders = new WeakMap<Source, StringDecoder>()
  return lineByLine((source, bytes, from, to, first, last) => {
    if (first) decoders.set(source, new StringDecoder())
    const decoder = decoders.get(source)!
    const text = decoder.write(bytes.subarray(from, last ? to - 1 : to)) + (last ? decoder.end() : '')
    screen.out.append(jsonLine(source, text, last))
  })
}

function lineByLine(show: Show): Show {
  return (source, bytes, from, to, first, last) => {
    if (!first || !last) return show(source, bytes, from, to, first, last)
    for (let end: number; from < to; from = end) {
      end = bytes.indexOf(10, from) + 1
      show(source, bytes, from, end, true, true)
    }
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

function labels({ coloured, width }: Look): (source: Source) => string {
  const made = new WeakMap<Source, { task: string | undefined; text: string }>()
  return (source) => {
    const { name, task } = source
    const known = made.get(source)
    if (known !== undefined && known.task === task) return known.text
    const text = label(name, task, coloured, width)
    made.set(source, { task, text })
    return text
  }
}
