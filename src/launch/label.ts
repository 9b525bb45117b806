import type { Options } from './options.ts'
import type { Job } from './targets.ts'

const COLOURS = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96]
const NARROW = 80

/** `[host:task] `, in a colour that a host keeps from run to run. What follows it begins at `width` or later. */
export function label(host: string, task: string | undefined, coloured: boolean, width = 0): string {
  const text = `[${task === undefined ? host : `${host}:${task}`}]`
  const space = ' '.repeat(Math.max(1, width - [...text].length))
  return coloured ? `\x1b[${colourOf(host)}m${text}\x1b[0m${space}` : text + space
}

/** Bytes of one line or more, each behind `prefix`: in latin1, where each character is a byte. */
export function labelled(prefix: string, bytes: Buffer, from: number, to: number): string {
  const before = Buffer.from(prefix).toString('latin1')
  const text = bytes.toString('latin1', from, to)
  return before + text.slice(0, -1).replaceAll('\n', `\n${before.replaceAll('$', '$$$$')}`) + text.slice(-1)
}

/** What may stand behind a host in its label, as far as that is known before its script is built. */
export function tasksInLabel({ host, known, tasks }: Pick<Job, 'host' | 'known' | 'tasks'>): readonly string[] {
  if (known !== undefined || host === undefined) return known ?? []
  const named = tasks.length > 0 ? tasks : ['rebuild']
  return named.map((task) => (task === 'rebuild' ? 'activate-system' : task))
}

/** Columns at which lines begin on a terminal: behind each host's longest label, if that leaves them room. */
export function labelWidth(hosts: readonly string[], tasks: readonly string[], columns: number): number {
  const longest = (words: readonly string[]): number => Math.max(0, ...words.map((word) => [...word].length))
  const width = longest(hosts) + (tasks.length > 0 ? longest(tasks) + 1 : 0) + 3
  return columns >= NARROW && width <= columns / 2 ? width : 0
}

export function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv, choice: Options['color'] = 'auto'): boolean {
  if (choice !== 'auto') return choice === 'always'
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

function colourOf(host: string): number {
  let sum = 0
  for (const byte of Buffer.from(host)) sum = (sum * 31 + byte) % 65521
  return COLOURS[sum % COLOURS.length]!
}
