import { quote } from '../shell/quote.ts'
import { type Fleet, hostsOf, isGlob, needsEvaluation } from './choose.ts'
import type { Result } from './deploy.ts'
import { fleetOf, type Host, hostNames, inspect } from './hosts.ts'
import type { Nix } from './nix.ts'
import type { Pool } from './pool.ts'
import { findScript } from './scripts.ts'
import { type Job, splitTarget, toJobs } from './targets.ts'
import { assertTasks, tasksOfHost, tasksOfScript } from './tasks.ts'
import { UsageError } from './usage.ts'

export interface Plan {
  jobs: Job[]
  /** Hosts that may belong to a group or have a tag that was asked for: they do not evaluate, so nobody knows. */
  unknown: Result[]
  /** Every host, where that had to be evaluated. */
  hosts: readonly Host[] | undefined
}

/** Targets, and those among them that are to be left out. */
export interface Choice {
  words: readonly string[]
  except: readonly string[]
}

/**
 * From words to jobs. Hosts are evaluated only when a word is a group or a tag.
 * @throws UsageError for a word that is nothing, for a task that a host does not have, and when nothing is left; NixError when there is no flake
 */
export async function plan({ words, except }: Choice, nix: Nix, pool: Pool): Promise<Plan> {
  const targets = words.map((word) => (isPath(word) ? findScript(word) : word))
  const wanted = targets.filter((target) => typeof target === 'string').map((word) => splitTarget(word).name)
  const unwanted = except.filter((word) => !isPath(word))
  const names = wanted.length + unwanted.length > 0 ? await hostNames(nix) : []
  const asksMore = (name: string): boolean => needsEvaluation(name, names)
  const hosts = [...wanted, ...unwanted].some(asksMore) ? await inspect(names, nix, pool) : undefined
  const match = [...wanted, ...unwanted].some(isGlob) ? (await import('./glob.ts')).match : undefined
  const fleet = { ...(hosts ? fleetOf(names, hosts) : { names }), match }
  const jobs = toJobs(targets, fleet)
  const left = leaveOut(jobs, except, fleet)
  if (jobs.length === 0) throw new UsageError('there is nothing to deploy: the flake has no nixosConfigurations')
  if (left.length === 0)
    throw new UsageError(`there is nothing to deploy: --except leaves out all of ${words.map(quote).join(' ')}`)
  const decided = new Set([...jobs.map(({ host }) => host), ...unwanted])
  const undecided = wanted.some(asksMore) ? hosts!.filter(({ name }) => !decided.has(name)) : []
  const known = left.map((job) => withTasks(job, hosts))
  assertTasks(known)
  return { jobs: known, unknown: undecided.flatMap(unknown), hosts }
}

function isPath(word: string): boolean {
  return word.includes('/')
}

function leaveOut(jobs: readonly Job[], except: readonly string[], fleet: Fleet): Job[] {
  const scripts = new Set(except.filter(isPath).map((word) => findScript(word).path))
  const hosts = new Set(except.filter((word) => !isPath(word)).flatMap((name) => hostsOf(name, fleet)))
  return jobs.filter(({ host, script }) => (host === undefined ? !scripts.has(script!) : !hosts.has(host)))
}

function withTasks(job: Job, hosts: readonly Host[] = []): Job {
  if (job.script !== undefined) return { ...job, known: tasksOfScript(job.script) }
  const host = hosts.find(({ name }) => name === job.host)
  return host && 'info' in host && host.info ? { ...job, known: tasksOfHost(host.info) } : job
}

function unknown(host: Host): Result[] {
  if (!('error' in host)) return []
  const job: Job = { label: host.name, tasks: [], target: host.name, optional: true }
  const why = Buffer.from(`does not evaluate, so that nobody knows whether it was asked for: ${host.error.message}`)
  return [{ job, outcome: 'unknown', task: 'evaluate', exit: host.error.exit, seconds: 0, lastLines: [why] }]
}
