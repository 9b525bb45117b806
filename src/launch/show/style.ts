import { StringDecoder } from 'node:string_decoder'
import { widthOf } from '../choose/list.ts'
import type { Job } from '../choose/targets.ts'
import { outputLine } from './events.ts'
import type { Screen, Show, Speaker } from './screen.ts'

export interface Look {
  output: string
  timestamps: boolean
  json: boolean
  coloured: boolean
  /** Column at which lines begin behind their labels; 0: right behind them. */
  width: number
  /** A terminal, on which a carriage return would hide what is left of it. */
  terminal: boolean
}

const CR = 13
const COLOURS = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96]
const NARROW = 80

export function showOn(screen: Screen, look: Look): Show {
  if (look.json) return jsonLines(screen)
  if (look.output === 'group' || look.output === 'quiet') return () => {}
  const before = look.output === 'interleaved' ? () => '' : labels(look)
  const timed = look.timestamps
    ? (speaker: Speaker) => `${new Date().toTimeString().slice(0, 8)} ${before(speaker)}`
    : before
  const show: Show = (speaker, bytes, from, to, first, last) =>
    screen.print(speaker, first ? timed(speaker) : undefined, bytes, from, to, last)
  if (!look.terminal) return show
  const showLine = lineByLine((speaker, bytes, from, to, first, last) =>
    show(speaker, bytes, first && last ? lastOverwritten(bytes, from, to) : from, to, first, last),
  )
  return (speaker, bytes, from, to, first, last) =>
    (bytes.subarray(from, to).includes(CR) ? showLine : show)(speaker, bytes, from, to, first, last)
}

/** A character that two pieces of a long line share comes whole, with the second. */
function jsonLines(screen: Screen): Show {
  const decoders = new WeakMap<Speaker, StringDecoder>()
  return lineByLine((speaker, bytes, from, to, first, last) => {
    if (first) decoders.set(speaker, new StringDecoder())
    const decoder = decoders.get(speaker)!
    const text = decoder.write(bytes.subarray(from, last ? to - 1 : to)) + (last ? decoder.end() : '')
    screen.out.append(outputLine(speaker, text, last))
  })
}

function lineByLine(show: Show): Show {
  return (speaker, bytes, from, to, first, last) => {
    if (!first || !last) return show(speaker, bytes, from, to, first, last)
    for (let end: number; from < to; from = end) {
      end = bytes.indexOf(10, from) + 1
      show(speaker, bytes, from, end, true, true)
    }
  }
}

/** Where that part of a line begins that a terminal would show in the end: behind its last carriage return. */
export function lastOverwritten(bytes: Buffer, from: number, to: number): number {
  let end = to
  while (end > from && (bytes[end - 1] === 10 || bytes[end - 1] === CR)) end--
  return end === from ? from : Math.max(from, bytes.subarray(from, end).lastIndexOf(CR) + from + 1)
}

function labels({ coloured, width }: Look): (speaker: Speaker) => string {
  const made = new WeakMap<Speaker, { task: string | undefined; text: string }>()
  return (speaker) => {
    const { name, task } = speaker
    const known = made.get(speaker)
    if (known !== undefined && known.task === task) return known.text
    const text = label(name, task, coloured, width)
    made.set(speaker, { task, text })
    return text
  }
}

/** `[host:task] `, in a colour that a host keeps from run to run. What follows it begins at `width` or later. */
export function label(host: string, task: string | undefined, coloured: boolean, width = 0): string {
  const text = `[${task === undefined ? host : `${host}:${task}`}]`
  const space = ' '.repeat(Math.max(1, width - widthOf(text)))
  return coloured ? `\x1b[${colourOf(host)}m${text}\x1b[0m${space}` : text + space
}

/** Columns at which lines begin on a terminal: behind each host's longest label, if that leaves them room. */
export function labelWidth(jobs: readonly Job[], columns: number): number {
  const longest = (words: readonly string[]): number => Math.max(0, ...words.map((word) => widthOf(word)))
  const tasks = jobs.flatMap(tasksInLabel)
  const width = longest(jobs.map((job) => job.label)) + (tasks.length > 0 ? longest(tasks) + 1 : 0) + 3
  return columns >= NARROW && width <= columns / 2 ? width : 0
}

/** What may stand behind a host in its label, as far as that is known before its script is built. */
function tasksInLabel({ host, known, tasks }: Job): readonly string[] {
  if (known !== undefined || host === undefined) return known ?? []
  const named = tasks.length > 0 ? tasks : ['rebuild']
  return named.map((task) => (task === 'rebuild' ? 'activate-system' : task))
}

export function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv, choice = 'auto'): boolean {
  if (choice !== 'auto') return choice === 'always'
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

function colourOf(host: string): number {
  let sum = 0
  for (const byte of Buffer.from(host)) sum = (sum * 31 + byte) % 65521
  return COLOURS[sum % COLOURS.length]!
}
