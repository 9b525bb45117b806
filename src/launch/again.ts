import { DEFAULT_JOBS, type Options, flagsOf, shownJobs } from './options.ts'
import { showWaves } from './waves.ts'

/** The words behind `launch` that run these targets in the same way as before. */
export function wordsOf(options: Options, targets: readonly string[]): string[] {
  const { nixWords } = options
  return [...optionWords(options), ...targets, ...(nixWords.length > 0 ? ['--', ...nixWords] : [])]
}

function optionWords(options: Options): string[] {
  const { flake, jobs, evalJobs, waves, maxFailures, timeout, output, color, logDir } = options
  const failuresByDefault = waves.length > 0 ? 0 : Infinity
  const value = (name: string, text: string | number | undefined): string[] => (text === undefined ? [] : [name, String(text)])
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
