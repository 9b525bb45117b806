import minimist from 'minimist'
import { quote } from '../../shell/quote.ts'
import { ACTIONS, byName, INSTEAD, SELF, UsageError } from './option-table.ts'

export type Options = ReturnType<typeof parseOptions>
/** How many jobs of a run: so many, or so many of each hundred, but at least one. */
type WaveSize = { count: number } | { percent: number }

const DEFAULT_JOBS = 16
/** Those that scripts have as well. */
const PASSED = 'dry-run confirm force wait new install-bootloader verbose to specialisation'.split(' ')
/** Not repeated by the command that deploys again. */
const ONCE = ['except', 'on', 'confirm']
/** What Node's timers can wait for. */
const LONGEST_S = 24 * 24 * 3600

/**
 * @param env what scripts find in their environment
 * @throws UsageError for an unknown option or a bad value
 */
export function parseOptions(argv: readonly string[], env = process.env) {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const table = [...new Set(byName.values())]
  const bare = (name: string): string => name.replace(/^--?/, '')
  const args = minimist(plainWords(argv.slice(0, end)), {
    string: ['_', ...table.filter(({ value }) => value).map(({ name }) => name)],
    boolean: table.filter(({ value }) => !value).map(({ name }) => name),
    alias: Object.fromEntries(
      table.map(({ name, names }) => [name, names.map(bare).filter((other) => other !== name)]),
    ),
    unknown: (word) => word === '-' || !word.startsWith('-') || unknown(word),
  })
  const has = (name: string): boolean => args[name] === true
  const all = (name: string): string[] =>
    [args[name] ?? []].flat().map((text: string) => text || refuse(`--${name} takes one value, not none`))
  const one = <T>(name: string, read: (text: string) => T): T | undefined => {
    const [text, ...more] = all(name)
    if (more.length > 0) refuse(`--${name} takes one value, and has ${[text, ...more].join(' and ')}`)
    return text === undefined ? undefined : read(text)
  }
  const number = (name: string, least: 0 | 1) =>
    one(name, (text) => {
      if (/^(0|[1-9]\d{0,5})$/.test(text) && Number(text) >= least) return Number(text)
      return refuse(`--${name} takes one number from ${least} up, such as --${name} 4, not ${JSON.stringify(text)}`)
    })
  const choice = (name: string) =>
    one(name, (text) => {
      const { choices } = byName.get(`--${name}`)!
      if (choices!.includes(text)) return text
      return refuse(`--${name} can be ${orList(choices!)}, not ${JSON.stringify(text)}`)
    })
  const asGiven = (name: string): string[] => {
    if (!byName.get(`--${name}`)!.value) return has(name) ? [`--${name}`] : []
    return all(name).flatMap((text) => [`--${name}`, text])
  }
  for (const name of INSTEAD)
    if (args[name]) refuse(`--${name}: ${byName.get(`--${name}`)!.help.replace(/ \(also .*/, '')}`)
  number('to', 1)
  one('specialisation', String)
  const output = choice('output')
  if (has('silent') && output && output !== 'quiet') refuse(`--silent and --output ${output} exclude each other`)
  if (has('list') && has('plan')) refuse('--list and --plan exclude each other')
  const waves = one('wave', parseWaves) ?? []
  const words = [...all('on').flatMap(splitList), ...args._]
  const hasAction = words.length > 1 && ACTIONS.includes(words.at(-1)!)
  return {
    env,
    /** Whether this switch was given, by its first name. */
    has,
    /** Targets; `-` stands for those on standard input. */
    words: hasAction ? words.slice(0, -1) : words,
    /** What scripts do with a new system: the last word, behind a target. */
    action: hasAction ? [words.at(-1)!] : [],
    except: all('except').map(withoutTasks),
    jobs: (number('jobs', 0) ?? DEFAULT_JOBS) || Infinity,
    evalJobs: number('eval-jobs', 1),
    waves,
    /** When more than these have failed, no further one starts. */
    maxFailures: number('max-failures', 0) ?? (waves.length > 0 ? 0 : Infinity),
    timeout: one('timeout', parseDuration),
    output: has('silent') ? 'quiet' : (output ?? 'prefixed'),
    color: choice('color') ?? 'auto',
    logDir: one('log-dir', String),
    flake: one('flake', flakeReference),
    targetHost: one('target-host', String),
    completion: choice('completion'),
    nixWords: argv.slice(end + 1),
    flags: PASSED.flatMap(asGiven),
    /** The options to repeat so that other targets run in the same way. */
    repeated: table.flatMap(({ name }) => (ONCE.includes(name) ? [] : asGiven(name))),
  }
}

/** The words for a script that runs these tasks. */
export function scriptWords({ flags, action }: Options, tasks: readonly string[]): string[] {
  return [...flags, ...tasks, ...action]
}

/** What minimist reads wrongly or not at all: `-oVALUE`, `--list=yes`, `--no-list`, `--j`, and -p without a number. */
function plainWords(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    if (word === '-p' || word === '--parallel') return /^\d+$/.test(words[at + 1] ?? '') ? ['--jobs'] : []
    const [, short, rest] = /^(-[A-Za-z])(.+)$/s.exec(word) ?? []
    if (short !== undefined && byName.get(short)?.value) return [short, rest!]
    const [, long, value] = /^(--[^=]*)(=.*)?$/s.exec(word) ?? []
    if (long !== undefined && !(byName.get(long) ?? unknown(long)).value && value) refuse(`${long} takes no value`)
    return [word]
  })
}

/** `ahorn,@prod`, as colmena and ansible have it; a comma behind a colon parts tasks. */
function splitList(text: string): string[] {
  return text.includes(':') ? [text] : text.split(',').filter(Boolean)
}

/** Seconds: of `90`, `90s`, `10m`, `1h30m` and `2d`. */
function parseDuration(text: string): number {
  const [, days = 0, hours = 0, minutes = 0, rest = 0] =
    /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text) ?? []
  const seconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(rest)
  if (seconds > 0 && seconds <= LONGEST_S) return seconds
  const limit = seconds > LONGEST_S ? 'at most 24 days' : 'a time'
  return refuse(`--timeout takes ${limit}, such as 90s, 10m or 1h30m, not ${JSON.stringify(text)}`)
}

function flakeReference(text: string): string {
  if (!text.includes('#')) return text
  return refuse(`--flake takes a flake without #: give ${text.replace(/#.*/s, '') || '.'}, and hosts as targets`)
}

function withoutTasks(target: string): string {
  if (target.includes('/') || !target.includes(':')) return target
  return refuse(`--except leaves out whole hosts: give ${target.replace(/:.*/s, '') || 'a host'}, without tasks`)
}

/** @throws UsageError for a REBUILD_ACTION that every script would refuse, after all of them had been built */
export function assertAction({ env: { REBUILD_ACTION: action } }: Options): void {
  if (action && !ACTIONS.includes(action)) refuse(`REBUILD_ACTION is ${quote(action)}, it can be ${orList(ACTIONS)}`)
}

/** @throws UsageError when one address would be that of several hosts */
export function assertOneRemote(jobs: readonly unknown[], { targetHost, env }: Options): void {
  const name = targetHost === undefined ? 'LP_REMOTE_HOST' : '--target-host'
  const address = targetHost ?? env['LP_REMOTE_HOST']
  if (address && jobs.length > 1)
    refuse(`${name} would send all ${jobs.length} hosts to ${quote(address)}: leave it out, or name one host`)
}

/** @throws UsageError for what is no list of such sizes: `1,10%,100%` */
export function parseWaves(text: string): WaveSize[] {
  return text.split(',').map((size) => {
    const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(size) ?? []
    if (digits !== undefined && !percent) return { count: Number(digits) }
    if (Number(digits) <= 100) return { percent: Number(digits) }
    const sizes = 'numbers of hosts from 1 up or percentages up to 100%, such as --wave 1,10%,100%'
    return refuse(`--wave takes ${sizes}, not ${JSON.stringify(text)}`)
  })
}

/** The jobs in waves, in order. The last size counts for all that are left. No sizes: one wave. */
export function inWaves<T>(jobs: readonly T[], sizes: readonly WaveSize[]): T[][] {
  const waves: T[][] = []
  for (let from = 0; from < jobs.length; from += waves.at(-1)!.length) {
    const size = sizes[Math.min(waves.length, sizes.length - 1)] ?? { percent: 100 }
    const count = 'count' in size ? size.count : Math.max(1, Math.floor((jobs.length * size.percent) / 100))
    waves.push(jobs.slice(from, from + count))
  }
  return waves
}

function orList(words: readonly string[]): string {
  return words.join(', ').replace(/, (?=\S+$)/, ' or ')
}

function refuse(problem: string): never {
  throw new UsageError(problem)
}

function unknown(word: string): never {
  return refuse(`unknown option ${word.replace(/=.*/s, '')}; ${SELF} --help lists what there is`)
}
