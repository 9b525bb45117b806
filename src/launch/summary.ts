import { quote } from '../quote.ts'
import type { Result } from './deploy.ts'
import { OVERRIDES } from './overrides.ts'
import { selfName } from './self.ts'
import { lastOverwritten } from './show.ts'
import type { TaskTime } from './source.ts'
import { table } from './table.ts'

interface Context {
  /** The words behind `launch` that run these targets. */
  wordsFor: (targets: string[]) => string[]
  /** What scripts are called with, before their tasks. */
  flags: readonly string[]
  /** The folder with the whole output of each host. */
  logs: string | undefined
  env: NodeJS.ProcessEnv
}

const NOT_DONE = ['failed', 'interrupted', 'not started']

/**
 * What became of each host, the last lines of those that failed, and how to run again what is not done.
 */
export function summary(results: readonly Result[], { wordsFor, flags, logs, env }: Context): Buffer {
  const rows = results.map(({ job, outcome, task, exit, seconds, tasks = [] }) =>
    [job.label, outcome, (outcome !== 'done' && task) || '-', exit, seconds > 0 ? duration(seconds) : '-', times(tasks)])
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  return Buffer.concat([
    Buffer.from(`\n${table([['HOST', 'RESULT', 'TASK', 'EXIT', 'TIME', rows.some((row) => row.at(-1)) ? 'TASKS' : ''], ...rows])}`),
    ...failed.flatMap(lastLines),
    Buffer.from(byHand(failed, flags, env)),
    Buffer.from(prefixed('again', again(results, wordsFor, env))),
    Buffer.from(failed.length > 0 ? prefixed('whole output', logs && quote(logs)) : ''),
  ])
}

function lastLines({ job, lastLines: lines }: Result): Buffer[] {
  if (lines.length === 0) return [Buffer.from(`\n${job.label} printed nothing\n`)]
  const indented = lines.map((line) => Buffer.concat([Buffer.from('  '), line.subarray(lastOverwritten(line, 0, line.length)), Buffer.from('\n')]))
  return [Buffer.from(`\n${job.label}, last lines:\n`), ...indented]
}

/** The command that deploys again what is not done. */
export function again(results: readonly Result[], wordsFor: Context['wordsFor'], env: NodeJS.ProcessEnv): string | undefined {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target)
  if (targets.length === 0) return undefined
  return command(wordsFor(targets), env, selfName(env))
}

/** For each failed host, its script and the task in which it failed. */
function byHand(failed: readonly Result[], flags: readonly string[], env: NodeJS.ProcessEnv): string {
  const commands = failed.flatMap(({ job, script, task }) =>
    script === undefined ? [] : [command([script, ...flags, ...(task === undefined ? job.tasks : [task])], env)])
  return commands.length === 0 ? '' : `\nby hand, where ssh can ask about keys:\n${commands.map((line) => `  ${line}\n`).join('')}`
}

function command(words: readonly string[], env: NodeJS.ProcessEnv, program = ''): string {
  const set = OVERRIDES.filter((name) => env[name]).map((name) => `${name}=${quote(env[name]!)}`)
  return [...set, ...(program ? [program] : []), ...words.map(quote)].join(' ')
}

function prefixed(name: string, text: string | undefined): string {
  return text === undefined ? '' : `\n${name}: ${text}\n`
}

function times(tasks: readonly TaskTime[]): string {
  return tasks.map(({ task, seconds }) => `${task} ${duration(seconds)}`).join(', ')
}

/** 0 when everything that was asked for is done, else 1. */
export function exitCode(results: readonly Result[]): number {
  return results.every(({ outcome }) => outcome === 'done' || outcome === 'skipped') ? 0 : 1
}

export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
