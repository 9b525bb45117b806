import { StringDecoder } from 'node:string_decoder'
import { isatty } from 'node:tty'
import { widthOf } from '../choose/list.ts'
import type { Options } from '../choose/options.ts'
import type { Job } from '../choose/targets.ts'
import { eventLine } from './events.ts'
import type { Screen, Show, Speaker } from './screen.ts'

const CR = 13
const COLOURS = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96]
const NARROW = 80
/** The longest one in most scripts, for a host of which nothing is known yet. */
const USUAL_TASK = 'activate-system'

/** @param columns of a terminal, on which a carriage return would hide labels; undefined: there is none */
export function showOn(screen: Screen, jobs: readonly Job[], options: Options, columns: number | undefined): Show {
  const { has, output } = options
  if (has('json')) return jsonLines(screen)
  if (output === 'group' || output === 'quiet') return () => {}
  const coloured = wantsColour(isatty(screen.out.fd), options)
  const width = columns === undefined ? 0 : labelWidth(jobs, columns)
  const before = ({ name, task }: Speaker): string => {
    const time = has('timestamps') ? `${new Date().toTimeString().slice(0, 8)} ` : ''
    return output === 'interleaved' ? time : time + label(name, task, coloured, width)
  }
  const show: Show = (speaker, bytes, first, last) =>
    screen.print(speaker, first ? before(speaker) : undefined, bytes, last)
  if (columns === undefined) return show
  const showLine = lineByLine((speaker, line, first, last) =>
    show(speaker, first && last ? line.subarray(lastOverwritten(line)) : line, first, last),
  )
  return (speaker, bytes, first, last) => (bytes.includes(CR) ? showLine : show)(speaker, bytes, first, last)
}

/** A character that two pieces of a long line share comes whole, with the second. */
function jsonLines(screen: Screen): Show {
  const decoders = new WeakMap<Speaker, StringDecoder>()
  return lineByLine((speaker, bytes, first, last) => {
    if (first) decoders.set(speaker, new StringDecoder())
    const decoder = decoders.get(speaker)!
    const text = decoder.write(last ? bytes.subarray(0, -1) : bytes) + (last ? decoder.end() : '')
    const { name: host, task } = speaker
    screen.out.write(eventLine({ event: 'output', host, task, text, partial: !last }))
  })
}

function lineByLine(show: Show): Show {
  return (speaker, bytes, first, last) => {
    if (!first || !last) return show(speaker, bytes, first, last)
    for (let from = 0, end: number; from < bytes.length; from = end) {
      end = bytes.indexOf(10, from) + 1
      show(speaker, bytes.subarray(from, end), true, true)
    }
  }
}

/** Where that part of a line begins that a terminal would show in the end: behind its last carriage return. */
export function lastOverwritten(line: Buffer): number {
  let end = line.length
  while (line[end - 1] === 10 || line[end - 1] === CR) end--
  return end === 0 ? 0 : line.subarray(0, end).lastIndexOf(CR) + 1
}

/** `[host:task] `, in a colour that a host keeps from run to run. What follows it begins at `width` or later. */
export function label(host: string, task: string | undefined, coloured: boolean, width = 0): string {
  const text = `[${task === undefined ? host : `${host}:${task}`}]`
  const space = ' '.repeat(Math.max(1, width - widthOf(text)))
  return coloured ? `\x1b[${colourOf(host)}m${text}\x1b[0m${space}` : text + space
}

/** Columns at which lines begin on a terminal: behind each host's longest label, if that leaves them room. */
export function labelWidth(jobs: readonly Job[], columns: number): number {
  const longest = (words: readonly string[]): number => Math.max(0, ...words.map(widthOf))
  const tasks = longest(jobs.flatMap(({ host, known, tasks }) => known ?? (host ? [...tasks, USUAL_TASK] : [])))
  const width = longest(jobs.map((job) => job.label)) + (tasks > 0 ? tasks + 1 : 0) + 3
  return columns >= NARROW && width <= columns / 2 ? width : 0
}

export function wantsColour(isTerminal: boolean, { color, env }: Pick<Options, 'color' | 'env'>): boolean {
  if (color !== 'auto') return color === 'always'
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

function colourOf(host: string): number {
  const sum = Buffer.from(host).reduce((sum, byte) => (sum * 31 + byte) % 65521, 0)
  return COLOURS[sum % COLOURS.length]!
}
