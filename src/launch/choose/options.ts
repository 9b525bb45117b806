import minimist from 'minimist'
import { quote } from '../../shell/quote.ts'
import { SELF, UsageError } from './help.ts'
import { ACTIONS, byName, INSTEAD } from './option-table.ts'

/** How many jobs of a run: so many, or so many of each hundred, but at least one. */
export type WaveSize = { count: number } | { percent: number }

export interface Options {
  /** Targets; `-` stands for those on standard input. */
  words: string[]
  /** Targets without tasks, to be left out. */
  except: string[]
  /** What nixos-rebuild calls it: the last word, as in `launch ahorn boot`. */
  action: string | undefined
  /** Scripts at once, from 1 up; Infinity: all of them. */
  jobs: number
  /** Evaluations and builds at once, from 1 up; undefined: as the machine allows. */
  evalJobs: number | undefined
  /** None: all in one wave. */
  waves: WaveSize[]
  /** When more than these have failed, no further one starts; Infinity: all of them start. */
  maxFailures: number
  /** Seconds that a script may run; undefined: any time. */
  timeout: number | undefined
  output: string
  color: string
  /** Folder for the whole output of each host; undefined: below the user's state directory. */
  logDir: string | undefined
  flake: string | undefined
  /** `--target-host`, for one host. */
  targetHost: string | undefined
  /** The generation that rollback returns to. */
  to: string | undefined
  /** The shell to print the completion for. */
  completion: string | undefined
  /** More words for each call of Nix. */
  nixWords: string[]
  /** Whether this switch was given, by its first name. */
  has: (name: string) => boolean
  /** The options to repeat so that other targets run in the same way. */
  repeated: string[]
}

const DEFAULT_JOBS = 16
/** Not repeated by the command that deploys again. */
const ONCE = ['except', 'on', 'confirm']
/** What Node's timers can wait for. */
const LONGEST_S = 24 * 24 * 3600
const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 }

/** @throws UsageError for an unknown option or a bad value */
export function parseOptions(argv: readonly string[]): Options {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const words = plainWords(argv.slice(0, end))
  for (const word of words) assertLong(word)
  const all = [...new Set(byName.values())]
  const args = minimist(words, {
    string: ['_', ...all.filter(({ value }) => value).map(({ name }) => name)],
    boolean: all.filter(({ value }) => !value).map(({ name }) => name),
    alias: Object.fromEntries(all.map(({ name, names }) => [name, names.map(bare).filter((other) => other !== name)])),
    unknown: (word) => word === '-' || !word.startsWith('-') || fail(word),
  })
  const has = (name: string): boolean => args[name] === true
  const given = (name: string): string[] =>
    [args[name] ?? []].flat().map((text: string) => text || refuse(`--${name} takes one value, not none`))
  const one = <T>(name: string, read: (text: string) => T): T | undefined => {
    const [text, ...more] = given(name)
    if (more.length > 0) refuse(`--${name} takes one value, and has ${[text, ...more].join(' and ')}`)
    return text === undefined ? undefined : read(text)
  }
  const count = (name: string, least: 0 | 1) => one(name, (text) => wholeNumber(`--${name}`, text, least))
  const choice = (name: string) => one(name, (text) => oneOf(`--${name}`, text, byName.get(`--${name}`)!.choices!))
  for (const name of INSTEAD) if (args[name]) refuse(`--${name}: ${byName.get(`--${name}`)!.help.replace(/ \(.*/, '')}`)
  const output = choice('output')
  if (has('silent') && (output ?? 'quiet') !== 'quiet')
    refuse(`--silent and --output ${output} exclude each other: give one of them`)
  if (has('list') && has('plan')) refuse('--list and --plan exclude each other: give one of them')
  const waves = one('wave', parseWaves) ?? []
  return {
    ...withAction([...given('on').flatMap(splitList), ...args._]),
    except: given('except').map(withoutTasks),
    jobs: (count('jobs', 0) ?? DEFAULT_JOBS) || Infinity,
    evalJobs: count('eval-jobs', 1),
    waves,
    maxFailures: count('max-failures', 0) ?? (waves.length > 0 ? 0 : Infinity),
    timeout: one('timeout', (text) => duration('--timeout', text)),
    output: has('silent') ? 'quiet' : (output ?? 'prefixed'),
    color: choice('color') ?? 'auto',
    logDir: one('log-dir', String),
    flake: one('flake', flakeReference),
    targetHost: one('target-host', String),
    to: one('to', (text) => String(wholeNumber('--to', text, 1))),
    completion: choice('completion'),
    nixWords: argv.slice(end + 1),
    has,
    repeated: all
      .filter(({ name }) => !ONCE.includes(name))
      .flatMap(({ name, value }) =>
        value ? given(name).flatMap((text) => [`--${name}`, text]) : has(name) ? [`--${name}`] : [],
      ),
  }
}

function bare(name: string): string {
  return name.replace(/^--?/, '')
}

/** As `--jobs` takes it: 0 for all of them. */
export function shownJobs(jobs: number): number {
  return Number.isFinite(jobs) ? jobs : 0
}

/** Writes what minimist does not read: `-oVALUE`, and the number that -p may have and may not. */
function plainWords(words: readonly string[]): string[] {
  const plain: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const [, short, rest] = /^(-[A-Za-z])(.+)$/s.exec(word) ?? []
    const [, parallel, number] = /^(-p|--parallel)=?(.*)$/s.exec(word) ?? []
    if (parallel !== undefined && (number === '' || /^\d+$/.test(number!) || word.includes('='))) {
      if (number !== '') plain.push('--jobs', number!)
      else if (/^\d+$/.test(words[i + 1] ?? '')) plain.push('--jobs', words[++i]!)
    } else if (short !== undefined && byName.get(short)?.value) plain.push(short, rest!)
    else plain.push(word)
  }
  return plain
}

/** minimist takes `--no-list` and `--list=yes` for a switch, and `--j` for -j. */
function assertLong(word: string): void {
  const [, name, value] = /^(--[^=]*)(=.*)?$/s.exec(word) ?? []
  if (name === undefined) return
  const option = byName.get(name) ?? fail(name)
  if (value !== undefined && !option.value) refuse(`${name} takes no value`)
}

/** The last word can be an action of nixos-rebuild, behind a target. */
function withAction(words: string[]): Pick<Options, 'words' | 'action'> {
  const last = words.at(-1)
  return words.length > 1 && ACTIONS.includes(last!)
    ? { words: words.slice(0, -1), action: last }
    : { words, action: undefined }
}

/** `ahorn,@prod`, as colmena and ansible have it; a comma behind a colon parts tasks. */
function splitList(text: string): string[] {
  return text.includes(':') ? [text] : text.split(',').filter(Boolean)
}

function wholeNumber(name: string, text: string, least: 0 | 1): number {
  if (/^(0|[1-9]\d{0,5})$/.test(text) && Number(text) >= least) return Number(text)
  return refuse(`${name} takes one number from ${least} up, such as ${name} 4, not ${JSON.stringify(text)}`)
}

/** Seconds: of `90`, `90s`, `10m`, `1h30m` and `2d`. */
function duration(name: string, text: string): number {
  const [, ...parts] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text) ?? []
  const seconds = parts.reduce((sum, part, at) => sum + Number(part ?? 0) * Object.values(UNITS)[at]!, 0)
  if (seconds > 0 && seconds <= LONGEST_S) return seconds
  const limit = seconds > LONGEST_S ? 'at most 24 days' : 'a time'
  return refuse(`${name} takes ${limit}, such as 90s, 10m or 1h30m, not ${JSON.stringify(text)}`)
}

export function oneOf(name: string, text: string, values: readonly string[]): string {
  const list = values.join(', ').replace(/, (?=\S+$)/, ' or ')
  return values.find((value) => value === text) ?? refuse(`${name} can be ${list}, not ${JSON.stringify(text)}`)
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
export function assertAction(env: NodeJS.ProcessEnv): void {
  const action = env['REBUILD_ACTION']
  if (!action || ACTIONS.includes(action)) return
  refuse(`REBUILD_ACTION is ${quote(action)}, it can be ${ACTIONS.join(', ').replace(/, (?=\S+$)/, ' or ')}`)
}

/** @throws UsageError when one address would be that of several hosts */
export function assertOneRemote(jobs: readonly unknown[], { targetHost }: Options, env: NodeJS.ProcessEnv): void {
  const name = targetHost === undefined ? 'LP_REMOTE_HOST' : '--target-host'
  const address = targetHost ?? env['LP_REMOTE_HOST']
  if (!address || jobs.length < 2) return
  const remedy = targetHost === undefined ? 'unset it, or name one host' : 'name one host'
  refuse(`${name} would send all ${jobs.length} hosts to ${quote(address)}: ${remedy}`)
}

/** @throws UsageError for what is no list of such sizes: `1,10%,100%` */
export function parseWaves(text: string): WaveSize[] {
  return text.split(',').map((size) => {
    const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(size) ?? []
    const number = Number(digits)
    if (digits !== undefined && !(percent && number > 100)) return percent ? { percent: number } : { count: number }
    const sizes = 'numbers of hosts from 1 up or percentages up to 100%, such as --wave 1,10%,100%'
    return refuse(`--wave takes ${sizes}, not ${JSON.stringify(text)}`)
  })
}

/** The jobs in waves, in order. The last size counts for all that are left. No sizes: one wave. */
export function inWaves<T>(jobs: readonly T[], sizes: readonly WaveSize[]): T[][] {
  const waves: T[][] = []
  for (let from = 0; from < jobs.length; ) {
    const size = sizes[Math.min(waves.length, sizes.length - 1)] ?? { percent: 100 }
    const to = from + ('count' in size ? size.count : Math.max(1, Math.floor((jobs.length * size.percent) / 100)))
    waves.push(jobs.slice(from, to))
    from = to
  }
  return waves
}

function refuse(problem: string): never {
  throw new UsageError(problem)
}

function fail(word: string): never {
  throw new UsageError(`unknown option ${word.replace(/=.*/s, '')}; ${SELF} --help lists what there is`)
}
