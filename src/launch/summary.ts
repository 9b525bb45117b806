import { quote } from '../shell/quote.ts'
import { again, command } from './again.ts'
import type { Result } from './deploy.ts'
import { flagsOf, type Options } from './options.ts'
import { lastOverwritten } from './show.ts'
import type { TaskTime } from './source.ts'
import { table } from './table.ts'

interface Context {
  options: Options
  /** The folder with the whole output of each host. */
  logs: string | undefined
  env: NodeJS.ProcessEnv
}

/**
 * What became of each host, the last lines of those that failed, and how to run again what is not done.
 */
export function summary(results: readonly Result[], { options, logs, env }: Context): Buffer {
  const rows = results.map(({ job, outcome, task, exit, seconds, tasks = [] }) => [
    job.label,
    outcome,
    (outcome !== 'done' && task) || '-',
    exit,
    seconds > 0 ? duration(seconds) : '-',
    times(tasks),
  ])
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  return Buffer.concat([
    Buffer.from(
      `\n${table([['HOST', 'RESULT', 'TASK', 'EXIT', 'TIME', rows.some((row) => row.at(-1)) ? 'TASKS' : ''], ...rows])}`,
    ),
    ...failed.flatMap(lastLines),
    Buffer.from(byHand(failed, flagsOf(options), env)),
    Buffer.from(prefixed('again', again(results, options, env))),
    Buffer.from(failed.length > 0 ? prefixed('whole output', logs && quote(logs)) : ''),
  ])
}

function lastLines({ job, lastLines: lines }: Result): Buffer[] {
  if (lines.length === 0) return [Buffer.from(`\n${job.label} printed nothing\n`)]
  const indented = lines.map((line) =>
    Buffer.concat([Buffer.from('  '), line.subarray(lastOverwritten(line, 0, line.length)), Buffer.from('\n')]),
  )
  return [Buffer.from(`\n${job.label}, last lines:\n`), ...indented]
}

/** For each failed host, its script and the task in which it failed. */
function byHand(failed: readonly Result[], flags: readonly string[], env: NodeJS.ProcessEnv): string {
  const commands = failed.flatMap(({ job, script, task }) =>
    script === undefined ? [] : [command([script, ...flags, ...(task === undefined ? job.tasks : [task])], env)],
  )
  return commands.length === 0
    ? ''
    : `\nby hand, where ssh can ask about keys:\n${commands.map((line) => `  ${line}\n`).join('')}`
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
