import { quote } from '../shell/quote.ts'
import { build } from './build.ts'
import type { Plan } from './fleet.ts'
import type { Nix } from './nix.ts'
import { flagsOf, type Options } from './options.ts'
import { asksPassword } from './password.ts'
import type { Pool } from './pool.ts'
import type { Job } from './targets.ts'
import { assertTasks, tasksOfScript } from './tasks.ts'
import { inWaves } from './waves.ts'

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
  { jobs, unknown }: Plan,
  options: Options,
  nix: Nix,
  builds: Pool,
  report: (host: string, said: Buffer) => void,
): Promise<PlannedWork> {
  const work: PlannedWork = { version: 1, jobs: [], failed: [] }
  const fail = (host: string, error: string, said: Buffer) => {
    work.failed.push({ host, error })
    report(host, said)
  }
  const built = await Promise.all(jobs.map((job) => builds.run(() => build(job, nix))))
  if (nix.groups.ending) throw new Error('interrupted')
  const waves = new Map(inWaves(jobs, options.waves).flatMap((wave, at) => wave.map((job) => [job, at + 1] as const)))
  for (const [at, job] of jobs.entries()) {
    const result = built[at]!
    if ('said' in result) fail(job.label, result.message, result.said)
    if (!('script' in result)) continue
    assertTasks([{ ...job, known: tasksOfScript(result.script) }])
    work.jobs.push(planned(job, waves.get(job)!, result.script, flagsOf(options)))
  }
  for (const { job, lastLines } of unknown) fail(job.label, String(lastLines[0]), lastLines[0]!)
  return work
}

function planned({ label, target, tasks }: Job, wave: number, script: string, flags: string[]): PlannedJob {
  const words = [...flags, ...tasks]
  return {
    host: label,
    wave,
    target,
    tasks,
    script,
    arguments: words,
    command: [script, ...words].map(quote).join(' '),
    asksPassword: asksPassword(script),
  }
}
