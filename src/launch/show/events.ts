import type { Job } from '../choose/targets.ts'

export interface TaskTime {
  task: string
  seconds: number
}

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
  tasks?: TaskTime[]
  script?: string | undefined
  log?: string | undefined
}

/** What `--json` prints, one object per line; docs/events.md says what is in each. */
export function eventLine(event: { event: string; [key: string]: unknown }): string {
  return `${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`
}

export function endedEvent({ job, outcome, task, exit, code, seconds, tasks = [], log }: Result) {
  return {
    event: 'ended',
    host: job.label,
    result: outcome,
    task: task ?? null,
    code: code ?? null,
    timeout: exit === 'timeout',
    seconds: inMilliseconds(seconds),
    tasks: tasks.map(({ task, seconds }) => ({ task, seconds: inMilliseconds(seconds) })),
    log: log ?? null,
  }
}

export function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
