import type { Result } from './deploy.ts'
import { type Host, groupsOf, hostNames, inspect } from './hosts.ts'
import type { Nix } from './nix.ts'
import type { Pool } from './pool.ts'
import { findScript } from './scripts.ts'
import { tasksOfHost, tasksOfScript } from './tasks.ts'
import { type Job, needsGroups, toJobs } from './targets.ts'
import { UsageError } from './usage.ts'

export interface Plan {
  jobs: Job[]
  /** Hosts that may belong to a group that was asked for: they do not evaluate, so nobody knows. */
  unknown: Result[]
}

/**
 * From words to jobs. Hosts are evaluated only when a word is neither a host nor a script.
 * @throws UsageError for a word that is nothing, NixError when there is no flake
 */
export async function plan(words: readonly string[], nix: Nix, pool: Pool): Promise<Plan> {
  const targets = words.map((word) => (word.includes('/') ? findScript(word) : word))
  const hostWords = targets.filter((target) => typeof target === 'string')
  const names = hostWords.length > 0 ? await hostNames(nix) : []
  const hosts = needsGroups(hostWords, names) ? await inspect(names, nix, pool) : undefined
  const jobs = toJobs(targets, { names, groups: hosts && groupsOf(hosts) }).map((job) => withTasks(job, hosts))
  if (jobs.length === 0) throw new UsageError('there is nothing to deploy: the flake has no nixosConfigurations')
  const named = new Set(jobs.map((job) => job.host))
  return { jobs, unknown: (hosts ?? []).filter(({ name }) => !named.has(name)).flatMap(unknown) }
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
