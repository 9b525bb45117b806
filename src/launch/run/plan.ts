import { quote } from '../../shell/quote.ts'
import { type Chosen, withHeader } from '../choose/fleet.ts'
import { flagsOf } from '../choose/option-table.ts'
import { inWaves, type Options } from '../choose/options.ts'
import { assertTasks, headerOf, type Job } from '../choose/targets.ts'
import { buildScript } from './deploy.ts'
import type { Nix } from './nix.ts'

export type PlannedWork = Awaited<ReturnType<typeof plannedWork>>

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
) {
  nix.prepare(jobs.flatMap(({ host, script }) => (script === undefined ? host! : [])))
  const build = async (job: Job) => {
    await nix.ready(job.host ?? '')
    return nix.pool.run(() => buildScript(job, nix))
  }
  const built = await Promise.all(jobs.map(build))
  if (nix.groups.ending) throw new Error('interrupted')
  const failed = built.flatMap((result, at) =>
    'said' in result && result.said ? [{ host: jobs[at]!.label, error: result.why, said: result.said }] : [],
  )
  const lost = unknown.map(({ name, error }) => {
    const why = unknownReason(error.message)
    return { host: name, error: why, said: Buffer.from(why) }
  })
  const waves = inWaves(jobs, options.waves).flatMap((wave, at) => wave.map(() => at + 1))
  const planned = jobs.flatMap((job, at) => {
    const result = built[at]!
    if (!('script' in result)) return []
    const { script, drv } = result
    const { label: host, target, tasks } = job
    assertTasks([withHeader(job, script)])
    const words = [...flagsOf(options), ...tasks, ...options.action]
    const header = headerOf(script)
    return {
      host,
      wave: waves[at]!,
      target,
      tasks,
      script,
      drv,
      system: header?.system || null,
      address: header?.address ?? null,
      tags: header?.tags ?? null,
      arguments: words,
      command: [script, ...words].map(quote).join(' '),
      asksPassword: header?.password ?? false,
    }
  })
  for (const { host, said } of [...failed, ...lost]) report(host, said)
  return { version: 2, jobs: planned, failed: [...failed, ...lost].map(({ host, error }) => ({ host, error })) }
}

export function unknownReason(message: string): string {
  return `does not evaluate, so that nobody knows whether it was asked for: ${message}`
}
