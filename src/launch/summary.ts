import { quote } from '../quote.ts'
import type { Result } from './deploy.ts'
import { OVERRIDES } from './overrides.ts'
import { selfName } from './self.ts'
import { table } from './table.ts'

const NOT_DONE = ['failed', 'interrupted', 'not started']

/**
 * What became of each host, the last lines of those that failed, and how to run again what is not done.
 * @param wordsFor the words behind `launch` that run these targets
 */
export function summary(results: readonly Result[], wordsFor: (targets: string[]) => string[], env: NodeJS.ProcessEnv): Buffer {
  const rows = results.map(({ job, outcome, task, exit, seconds }) =>
    [job.label, outcome, (outcome !== 'done' && task) || '-', exit, seconds > 0 ? duration(seconds) : '-'])
  const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  return Buffer.concat([
    Buffer.from(`\n${table([['HOST', 'RESULT', 'TASK', 'EXIT', 'TIME'], ...rows])}`),
    ...failed.flatMap(lastLines),
    Buffer.from(again(results, wordsFor, env)),
  ])
}

function lastLines({ job, lastLines: lines }: Result): Buffer[] {
  if (lines.length === 0) return [Buffer.from(`\n${job.label} printed nothing\n`)]
  const indented = lines.map((line) => Buffer.concat([Buffer.from('  '), line, Buffer.from('\n')]))
  return [Buffer.from(`\n${job.label}, last lines:\n`), ...indented]
}

function again(results: readonly Result[], wordsFor: (targets: string[]) => string[], env: NodeJS.ProcessEnv): string {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target)
  if (targets.length === 0) return ''
  const set = OVERRIDES.filter((name) => env[name]).map((name) => `${name}=${quote(env[name]!)}`)
  return `\nagain: ${[...set, selfName(env), ...wordsFor(targets).map(quote)].join(' ')}\n`
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
