import minimist from 'minimist'
import { SELF, UsageError } from './usage.ts'

export interface Options {
  words: string[]
  list: boolean
  dryRun: boolean
  verbose: boolean
  /** Scripts at once, from 1 up. */
  jobs: number
  flake: string | undefined
  /** Each host has a password for sudo of its own. */
  askSudoPassword: boolean
  help: boolean
  version: boolean
}

const DEFAULT_JOBS = 16
const SWITCHES = ['list', 'dry-run', 'verbose', 'help', 'version', 'parallel', 'ask-sudo-password']
const ALIASES: Record<string, string> = { 'list-all': 'list', n: 'dry-run', dry: 'dry-run', v: 'verbose', j: 'jobs', h: 'help', p: 'parallel' }

/** @throws UsageError for an unknown option or a bad value */
export function parseOptions(argv: readonly string[]): Options {
  for (const word of argv) assertKnown(word)
  const args = minimist([...argv], {
    boolean: SWITCHES,
    string: ['flake', 'jobs', '_'],
    alias: ALIASES,
    unknown: (word) => !word.startsWith('-') || fail(`unknown option ${word.replace(/=.*/s, '')}`),
  })
  return {
    words: args._,
    list: args['list'] === true,
    dryRun: args['dry-run'] === true,
    verbose: args['verbose'] === true,
    jobs: jobsOf(args['jobs']),
    flake: flakeOf(args['flake']),
    askSudoPassword: args['ask-sudo-password'] === true,
    help: args['help'] === true,
    version: args['version'] === true,
  }
}

/** The options that a second run for the failed hosts needs as well. */
export function wordsOf({ flake, jobs, dryRun, verbose, askSudoPassword }: Options): string[] {
  return [
    ...(flake === undefined ? [] : ['--flake', flake]),
    ...(jobs === DEFAULT_JOBS ? [] : ['--jobs', String(jobs)]),
    ...(askSudoPassword ? ['--ask-sudo-password'] : []),
    ...flagsOf({ dryRun, verbose }),
  ]
}

/** The options that are passed on to each script. */
export function flagsOf({ dryRun, verbose }: Pick<Options, 'dryRun' | 'verbose'>): string[] {
  return [...(dryRun ? ['--dry-run'] : []), ...(verbose ? ['--verbose'] : [])]
}

/** What minimist would let pass: `--`, `--no-list`, `--list=x`. */
function assertKnown(word: string): void {
  if (word === '--' || word === '-' || word.startsWith('--no-')) fail(`unknown option ${word}`)
  const [, name] = /^--([^=]+)=/.exec(word) ?? []
  if (name !== undefined && (SWITCHES.includes(ALIASES[name] ?? name))) fail(`--${name} takes no value`)
}

function jobsOf(value: unknown): number {
  if (value === undefined) return DEFAULT_JOBS
  if (typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value)) return Number(value)
  throw new UsageError(`--jobs takes one number from 1 up, such as --jobs 4, not ${JSON.stringify(value)}`)
}

function flakeOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '' || value.startsWith('-')) {
    throw new UsageError('--flake takes one flake reference, such as --flake github:me/hosts')
  }
  if (value.includes('#')) {
    throw new UsageError(`--flake takes a flake without #: give ${value.replace(/#.*/s, '')}, and hosts as targets`)
  }
  return value
}

function fail(problem: string): never {
  throw new UsageError(`${problem}; ${SELF} --help lists what there is`)
}
