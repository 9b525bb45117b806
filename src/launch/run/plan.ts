import { quote } from '../../shell/quote.ts'
import type { Chosen } from '../choose/fleet.ts'
import { inWaves, type Options, scriptWords } from '../choose/options.ts'
import { assertTasks, headerOf, type Job } from '../choose/targets.ts'
import { type Nix, NixError } from './nix.ts'

const NO_MODULE = 'does not have the lollypops module: add lollypops.nixosModules.default to its modules'

/** Builds the script of a host with Nix: its path, or what Nix said instead, which is null for a host that may be left out. */
export async function buildScript(job: Job, nix: Nix) {
  if (job.script !== undefined) return { script: job.script, drv: null }
  try {
    return await nix.build(job.host!)
  } catch (error) {
    if (!(error instanceof NixError)) throw error
    const { said, exit, message } = error
    const unbuilt = { said, exit, why: message }
    if (nix.groups.ending) return unbuilt
    const { info } = await nix.host(job.host!) // costs as much as the build, so only after a failure
    if (info !== null) return unbuilt
    const why = `${job.host} ${NO_MODULE}`
    return { said: job.optional ? null : `${why}\n`, exit, why }
  }
}

export type PlannedWork = Awaited<ReturnType<typeof plannedWork>>

/**
 * Builds the scripts, and says how to run them. Hosts whose script cannot be had are in `failed`.
 * @throws UsageError for a task that its script does not have
 */
export async function plannedWork({ jobs, unknown }: Chosen, options: Options, nix: Nix) {
  nix.prepare(jobs)
  const build = async (job: Job) => {
    await nix.ready(job)
    return nix.pool.run(() => buildScript(job, nix))
  }
  const built = await Promise.all(jobs.map(build))
  if (nix.groups.ending) throw new Error('interrupted')
  const failed = built.flatMap((result, at) =>
    'said' in result && result.said ? [{ host: jobs[at]!.label, error: result.why, said: result.said }] : [],
  )
  const lost = unknown.map(({ name, error }) => {
    const why = unknownReason(error.message)
    return { host: name, error: why, said: why }
  })
  const waves = inWaves(jobs, options.waves).flatMap((wave, at) => wave.map(() => at + 1))
  const planned = jobs.flatMap((job, at) => {
    const result = built[at]!
    if (!('script' in result)) return []
    const { script, drv } = result
    const { label: host, target, tasks } = job
    const header = headerOf(script)
    assertTasks([{ ...job, known: header?.tasks ?? job.known }])
    const words = scriptWords(options, tasks)
    const command = [script, ...words].map(quote).join(' ')
    const { system = '', address = null, tags = null, password: asksPassword = false } = header ?? {}
    const found = { host, wave: waves[at]!, target, tasks, script, drv, system: system || null, address, tags }
    return { ...found, arguments: words, command, asksPassword }
  })
  return { version: 2, jobs: planned, failed: [...failed, ...lost] }
}

export function unknownReason(message: string): string {
  return `does not evaluate, so that nobody knows whether it was asked for: ${message}`
}
