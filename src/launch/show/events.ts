import type { Job } from '../choose/targets.ts'

export interface Result {
  job: Job
  /** `offline`: it does not answer, and may. `unknown`: does not evaluate, so that nobody knows whether it was asked for. */
  outcome: 'done' | 'failed' | 'interrupted' | 'not started' | 'skipped' | 'offline' | 'unknown'
  task: string | undefined
  /** `1`, `137 (SIGKILL)`, `timeout`, or `-` for what did not run. */
  exit: string
  /** As a shell counts it: a signal is 128 and its number. */
  code?: number | undefined
  seconds: number
  lastLines: Buffer[]
  /** How long it was in each task, as far as it said. */
  tasks?: { task: string; seconds: number }[]
  script?: string | undefined
  log?: string | undefined
}

/** What `--json` prints, one object per line, null where there is nothing; docs/events.md says what is in each. */
export function eventLine(event: { event: string; [key: string]: unknown }): string {
  const plain = (key: string, value: unknown = null) =>
    key === 'seconds' ? Math.round(Number(value) * 1000) / 1000 : value
  return `${JSON.stringify({ time: new Date(), ...event }, plain)}\n`
}

export function endedEvent({ job, outcome, task, exit, code, seconds, tasks = [], log }: Result) {
  const timeout = exit === 'timeout'
  return { event: 'ended', host: job.label, result: outcome, task, code, timeout, seconds, tasks, log }
}
