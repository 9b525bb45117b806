import { quote } from '../shell/quote.ts'
import type { Result } from './deploy.ts'
import { DEFAULT_JOBS, flagsOf, type Options, shownJobs } from './options.ts'
import { OVERRIDES } from './overrides.ts'
import { selfName } from './self.ts'
import { showWaves } from './waves.ts'

const NOT_DONE = ['failed', 'interrupted', 'not started']

/** The command that deploys again what is not done. */
export function again(results: readonly Result[], options: Options, env: NodeJS.ProcessEnv): string | undefined {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target)
  if (targets.length === 0) return undefined
  return command(wordsOf(options, targets), env, selfName(env))
}

/** For a shell, with the variables that have an effect. */
export function command(words: readonly string[], env: NodeJS.ProcessEnv, program = ''): string {
  const set = OVERRIDES.filter((name) => env[name]).map((name) => `${name}=${quote(env[name]!)}`)
  return [...set, ...(program ? [program] : []), ...words.map(quote)].join(' ')
}

/** The words behind `launch` that run these targets in the same way as before. */
export function wordsOf(options: Options, targets: readonly string[]): string[] {
  const { nixWords } = options
  return [...optionWords(options), ...targets, ...(nixWords.length > 0 ? ['--', ...nixWords] : [])]
}

function optionWords(options: Options): string[] {
  const { flake, jobs, evalJobs, waves, maxFailures, timeout, output, color, logDir } = options
  const failuresByDefault = waves.length > 0 ? 0 : Infinity
  const value = (name: string, text: string | number | undefined): string[] =>
    text === undefined ? [] : [name, String(text)]
  const set = (name: string, on: boolean): string[] => (on ? [name] : [])
  return [
    ...value('--flake', flake),
    ...value('--jobs', jobs === DEFAULT_JOBS ? undefined : shownJobs(jobs)),
    ...value('--eval-jobs', evalJobs),
    ...value('--wave', showWaves(waves) || undefined),
    ...value('--max-failures', maxFailures === failuresByDefault ? undefined : maxFailures),
    ...set('--fail-fast', options.failFast),
    ...value('--timeout', timeout === undefined ? undefined : `${timeout}s`),
    ...value('--output', output === 'prefixed' ? undefined : output),
    ...set('--timestamps', options.timestamps),
    ...value('--color', color === 'auto' ? undefined : color),
    ...set('--json', options.json),
    ...value('--log-dir', logDir),
    ...set('--ask-sudo-password', options.askSudoPassword),
    ...flagsOf(options),
  ]
}
