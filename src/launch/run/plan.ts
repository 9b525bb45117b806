import { quote } from '../../shell/quote.ts'
import { type Chosen, withHeader } from '../choose/fleet.ts'
import { flagsOf } from '../choose/option-table.ts'
import { inWaves, type Options } from '../choose/options.ts'
import { assertTasks, headerOf, type Job } from '../choose/targets.ts'
import { buildScript } from './deploy.ts'
import type { Nix } from './nix.ts'

/** One script to run, for other programs. */
export interface PlannedJob {
  host: string
  /** From 1 up. */
  wave: number
  /** What `launch` takes for this job. */
  target: string
  /** None: those that deploy the host. */
  tasks: string[]
  /** An absolute path on this machine. */
  script: string
  /** What Nix built it from; null for a script that was there. */
  drv: string | null
  arguments: string[]
  /** Script and arguments, for a shell. */
  command: string
  /** Whether the script reads a password for sudo from standard input where it has no terminal. */
  asksPassword: boolean
}

export interface PlannedWork {
  version: 1
  jobs: PlannedJob[]
  failed: { host: string; error: string }[]
}

/**
 * Builds the scripts, and says how to run them. Hosts whose script cannot be had are in `failed`.
 * @throws UsageError for a task that its script does not have
 * @param report gets all that Nix says of one that failed
 */
export async function plannedWork(
  { jobs, unknown }: Chosen,
  options: Options,
  nix: Nix,
  report: (host: string, said: Buffer) => void,
): Promise<PlannedWork> {
  const work: PlannedWork = { version: 1, jobs: [], failed: [] }
  const fail = (host: string, error: string, said: Buffer): void => {
    work.failed.push({ host, error })
    report(host, said)
  }
  const built = await Promise.all(jobs.map((job) => nix.pool.run(() => buildScript(job, nix))))
  if (nix.groups.ending) throw new Error('interrupted')
  const waves = new Map(inWaves(jobs, options.waves).flatMap((wave, at) => wave.map((job) => [job, at + 1] as const)))
  for (const [at, job] of jobs.entries()) {
    const result = built[at]!
    if ('said' in result) fail(job.label, result.message, result.said)
    if (!('script' in result)) continue
    assertTasks([withHeader(job, result.script)])
    work.jobs.push(planned(job, waves.get(job)!, result, options))
  }
  for (const { name, error } of unknown) {
    const why = unknownReason(error.message)
    fail(name, why, Buffer.from(why))
  }
  return work
}

export function unknownReason(message: string): string {
  return `does not evaluate, so that nobody knows whether it was asked for: ${message}`
}

function planned(job: Job, wave: number, built: { script: string; drv: string | null }, options: Options): PlannedJob {
  const { label: host, target, tasks } = job
  const { script, drv } = built
  const words = [...flagsOf(options), ...tasks, ...(options.action ? [options.action] : [])]
  const command = [script, ...words].map(quote).join(' ')
  const asksPassword = headerOf(script)?.password ?? false
  return { host, wave, target, tasks, script, drv, arguments: words, command, asksPassword }
}
