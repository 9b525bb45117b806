import type { Job } from '../choose/targets.ts'
import type { Speaker } from './screen.ts'
import type { TaskTime } from './source.ts'

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
export type Event =
  | { event: 'run'; hosts: string[]; jobs: number; logs: string | null }
  | { event: 'started'; host: string; script: string }
  | { event: 'task'; host: string; task: string }
  | { event: 'output'; host: string; task: string | null; text: string; partial: boolean }
  | {
      event: 'ended'
      host: string
      result: Result['outcome']
      task: string | null
      code: number | null
      timeout: boolean
      seconds: number
      tasks: { task: string; seconds: number }[]
      log: string | null
    }
  | { event: 'done'; code: number; seconds: number; again: string | null }

export function eventLine(event: Event, now = new Date()): Buffer {
  return Buffer.from(`${JSON.stringify({ time: now.toISOString(), ...event })}\n`)
}

export function outputLine({ name, task }: Speaker, text: string, last: boolean): Buffer {
  return eventLine({ event: 'output', host: name, task: task ?? null, text, partial: !last })
}

export function endedEvent({ job, outcome, task, exit, code, seconds, tasks = [], log }: Result): Event {
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
