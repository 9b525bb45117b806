import { readArgv, type Spec } from './argv.ts'
import { SELF, UsageError } from './usage.ts'
import { duration, flakeReference, oneOf, wholeNumber, withoutTasks } from './values.ts'
import { parseWaves, type WaveSize } from './waves.ts'

export const OUTPUTS = ['prefixed', 'group', 'interleaved', 'quiet'] as const
export const COLOURS = ['auto', 'always', 'never'] as const

export interface Options {
  /** Targets; `-` stands for those on standard input. */
  words: string[]
  /** Targets without tasks, to be left out. */
  except: string[]
  list: boolean
  plan: boolean
  dryRun: boolean
  verbose: boolean
  /** Scripts at once, from 1 up; Infinity: all of them. */
  jobs: number
  /** Evaluations and builds at once, from 1 up; undefined: as the machine allows. */
  evalJobs: number | undefined
  /** None: all in one wave. */
  waves: WaveSize[]
  /** When more than these have failed, no further one starts; Infinity: all of them start. */
  maxFailures: number
  /** Whether the first that fails ends all the others. */
  failFast: boolean
  /** Seconds that a script may run, a whole number; undefined: any time. */
  timeout: number | undefined
  output: (typeof OUTPUTS)[number]
  timestamps: boolean
  color: (typeof COLOURS)[number]
  json: boolean
  /** Folder for the whole output of each host; undefined: below the user's state directory. */
  logDir: string | undefined
  flake: string | undefined
  /** More words for each call of Nix. */
  nixWords: string[]
  /** Each host has a password for sudo of its own. */
  askSudoPassword: boolean
  help: boolean
  version: boolean
}

export const DEFAULT_JOBS = 16

/** Each option by its names, the first of which is the one in messages. */
const SWITCHES = [
  ['list', 'list-all', 'l', 'a'],
  ['plan'],
  ['dry-run', 'dry', 'n'],
  ['verbose', 'v'],
  ['silent', 's'],
  ['parallel', 'p'],
  ['fail-fast'],
  ['timestamps'],
  ['json'],
  ['ask-sudo-password'],
  ['help', 'h'],
  ['version'],
]
const VALUES = [
  ['jobs', 'concurrency', 'j', 'C'],
  ['eval-jobs'],
  ['wave'],
  ['max-failures'],
  ['timeout'],
  ['output', 'o'],
  ['color'],
  ['log-dir'],
  ['except'],
  ['flake'],
]
/** By every name, with its dashes. */
export const SPECS = new Map<string, Spec>([...named(SWITCHES, false), ...named(VALUES, true)])

/** @throws UsageError for an unknown option or a bad value */
export function parseOptions(argv: readonly string[]): Options {
  const { words, given, rest } = readArgv(argv, SPECS, fail)
  const has = (name: string) => given.has(name)
  const all = (name: string) => (given.get(name) ?? []).map((text) => assertValue(name, String(text)))
  const one = <T>(name: string, read: (text: string) => T): T | undefined => {
    const [text, ...more] = all(name)
    if (more.length > 0) throw new UsageError(`--${name} takes one value, and has ${[text, ...more].join(' and ')}`)
    return text === undefined ? undefined : read(text)
  }
  const count = (name: string, least: 0 | 1) => one(name, (text) => wholeNumber(`--${name}`, text, least))
  const output = one('output', (text) => oneOf('--output', text, OUTPUTS))
  if (has('silent') && (output ?? 'quiet') !== 'quiet')
    throw new UsageError(`--silent and --output ${output} exclude each other: give one of them`)
  if (has('list') && has('plan')) throw new UsageError('--list and --plan exclude each other: give one of them')
  const waves = one('wave', parseWaves) ?? []
  return {
    words,
    except: all('except').map(withoutTasks),
    list: has('list'),
    plan: has('plan'),
    dryRun: has('dry-run'),
    verbose: has('verbose'),
    jobs: (count('jobs', 0) ?? DEFAULT_JOBS) || Infinity,
    evalJobs: count('eval-jobs', 1),
    waves,
    maxFailures: count('max-failures', 0) ?? (waves.length > 0 ? 0 : Infinity),
    failFast: has('fail-fast'),
    timeout: one('timeout', (text) => duration('--timeout', text)),
    output: has('silent') ? 'quiet' : (output ?? 'prefixed'),
    timestamps: has('timestamps'),
    color: one('color', (text) => oneOf('--color', text, COLOURS)) ?? 'auto',
    json: has('json'),
    logDir: one('log-dir', (text) => text),
    flake: one('flake', flakeReference),
    nixWords: rest,
    askSudoPassword: has('ask-sudo-password'),
    help: has('help'),
    version: has('version'),
  }
}

/** As `--jobs` takes it: 0 for all of them. */
export function shownJobs(jobs: number): number {
  return Number.isFinite(jobs) ? jobs : 0
}

/** The options that are passed on to each script. */
export function flagsOf({ dryRun, verbose }: Pick<Options, 'dryRun' | 'verbose'>): string[] {
  return [...(dryRun ? ['--dry-run'] : []), ...(verbose ? ['--verbose'] : [])]
}

function named(options: readonly string[][], takesValue: boolean): [string, Spec][] {
  return options.flatMap((names) =>
    names.map((name): [string, Spec] => [name.length > 1 ? `--${name}` : `-${name}`, { name: names[0]!, takesValue }]),
  )
}

function assertValue(name: string, text: string): string {
  if (text !== '' && !text.startsWith('-')) return text
  throw new UsageError(
    `--${name} takes one value, not ${text === '' ? 'none' : JSON.stringify(text)}; ${SELF} --help shows how`,
  )
}

function fail(problem: string): never {
  throw new UsageError(`${problem}; ${SELF} --help lists what there is`)
}
