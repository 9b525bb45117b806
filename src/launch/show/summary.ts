import { quote } from '../../shell/quote.ts'
import { table } from '../choose/list.ts'
import { SELF } from '../choose/option-table.ts'
import { type Options, scriptWords } from '../choose/options.ts'
import { headerOf } from '../choose/targets.ts'
import type { Result } from './events.ts'
import { lastOverwritten } from './style.ts'

const COLUMNS = ['HOST', 'RESULT', 'TASK', 'EXIT', 'TIME']
const SHOWN_LINES = 4
const [RED, GREEN, YELLOW] = [31, 32, 33]
const COLOURS: Partial<Record<Result['outcome'], number>> = { done: GREEN, failed: RED, unknown: RED, offline: YELLOW }
const NOT_DONE = ['failed', 'interrupted', 'not started']
const NEEDS_KEY = /^(Host key verification failed|.*Permission denied \(.*(publickey|password|keyboard))/m
/** What the guard of the activation means by its exit codes. */
const GUARDED: Record<number, string> = {
  10: 'the host rolled back and runs its old system',
  11: 'nothing was activated',
  12: 'nobody knows which system it runs',
  13: 'rolling back failed: log in and look',
}

/**
 * What became of each host, why some failed, and how to run again what is not done.
 * @param logs the folder with the whole output, if it is kept
 */
export function summary(results: readonly Result[], options: Options, coloured: boolean, logs?: string): Buffer {
  const rows = results.map(({ job, outcome, task, exit, seconds, tasks = [] }) => [
    job.label,
    outcome,
    (!isGood(outcome) && task) || '-',
    exit,
    seconds > 0 ? duration(seconds) : '-',
    tasks.map(({ task, seconds }) => `${task} ${duration(seconds)}`).join(', '),
  ])
  const lines = table([[...COLUMNS, rows.some((row) => row.at(-1)) ? 'TASKS' : ''], ...rows]).split('\n')
  const painted = lines.map((line, at) => {
    const { outcome } = results[at - 1] ?? {}
    const colour = coloured && outcome && COLOURS[outcome]
    return colour ? line.replace(`  ${outcome} `, `  \x1b[${colour}m${outcome}\x1b[0m `) : line
  })
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  const shown = new Set<string>()
  const repeat = again(results, options)
  return Buffer.concat([
    Buffer.from(`\n${painted.join('\n')}`),
    ...failed.flatMap((result) => failure(result, shown, options)),
    Buffer.from(repeat === undefined ? '' : `\nagain: ${repeat}\n`),
    Buffer.from(failed.length > 0 && logs ? `\nwhole output: ${quote(logs)}\n` : ''),
  ])
}

/** At most seven lines: where it failed, the last lines that nobody has seen here yet, and one thing to do. */
function failure(result: Result, shown: Set<string>, options: Options): Buffer[] {
  const { job, task, exit, outcome } = result
  const lines = result.lastLines.map((line) => line.subarray(lastOverwritten(line)))
  const fresh: Buffer[] = []
  for (const line of lines.toReversed()) {
    const text = line.toString('latin1').trim()
    if (text === '' || text.startsWith('==> ') || shown.has(text) || fresh.length === SHOWN_LINES) continue
    shown.add(text)
    fresh.unshift(Buffer.concat([Buffer.from('  '), line, Buffer.from('\n')]))
  }
  const what = outcome === 'unknown' ? 'is unknown' : 'failed'
  const where = task === undefined ? '' : ` in ${task}`
  const silent = lines.length === 0 ? ', printed nothing' : ''
  const reason = exit === '-' ? '' : exit === 'timeout' ? ', timed out' : `, exit code ${exit}`
  const remedy = remedyOf(result, lines.join('\n'), options)
  return [
    Buffer.from(`\n${job.label} ${what}${where}${reason}${silent}\n`),
    ...fresh,
    Buffer.from(remedy === undefined ? '' : `  -> ${remedy}\n`),
  ]
}

function remedyOf(result: Result, said: string, options: Options): string | undefined {
  const { job, script, task, code, exit } = result
  if (script === undefined) return undefined
  const header = headerOf(script)
  if (exit === 'timeout') return `more time: --timeout, now ${options.timeout} seconds`
  if (header?.guarded && GUARDED[code!] !== undefined) return `${GUARDED[code!]}; see: ${quote(script)} status`
  if (NEEDS_KEY.test(said)) return `log in once by hand, where ssh can ask: ssh ${quote(header?.address ?? job.label)}`
  const words = scriptWords(options, task === undefined ? job.tasks : [task])
  return `by hand: ${command([script, ...words], options)}`
}

export function again(results: readonly Result[], options: Options): string | undefined {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target)
  const { repeated, nixWords, action } = options
  const words = [...repeated, ...targets, ...action, ...(nixWords.length > 0 ? ['--', ...nixWords] : [])]
  return targets.length === 0 ? undefined : command([SELF, ...words], options)
}

/** For a shell, with the variables that have an effect on scripts. */
function command(words: readonly string[], { env }: Options): string {
  const names = Object.keys(env).filter((name) => /^(REBUILD_ACTION|LP_[A-Z_]+)$/.test(name) && env[name])
  return [...names.map((name) => `${name}=${quote(env[name]!)}`), ...words.map(quote)].join(' ')
}

export function exitCode(results: readonly Result[]): number {
  return results.every(({ outcome }) => isGood(outcome)) ? 0 : 1
}

export function isGood(outcome: Result['outcome']): boolean {
  return outcome === 'done' || outcome === 'skipped' || outcome === 'offline'
}

export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
