import { BUILT_IN, currentName } from '../../script/tasks.ts'
import { quote } from '../../shell/quote.ts'
import { type Fleet, globMatcher, isGlob, needsEvaluation } from './names.ts'
import { UsageError } from './option-table.ts'
import { assertTasks, findScript, type Job, splitTarget, toJobs } from './targets.ts'

export interface Info {
  address: string
  group: string
  tags: string[]
  /** Those that deploy it, in order. */
  tasks: string[]
  extraTasks: string[]
}

/** What is known of a host; null when it does not have the lollypops module. */
export type Host = { name: string } & ({ info: Info | null } | { error: { message: string; exit: string } })

export interface Evaluator {
  /** Evaluates none of them. */
  names(): Promise<string[]>
  /** One that fails says so, and the others are known. */
  inspect(names: readonly string[]): Promise<Host[]>
}

export interface Chosen {
  jobs: Job[]
  /** Hosts that may belong to a group or have a tag that was asked for: they do not evaluate, so nobody knows. */
  unknown: Extract<Host, { error: unknown }>[]
  /** Every host, where that had to be evaluated. */
  hosts: readonly Host[] | undefined
}

/**
 * From words to jobs. Hosts are evaluated only when a word is a group or a tag, or for a task that is not built in.
 * @throws UsageError for a word that is nothing, for a task that a host does not have, and when nothing is left
 */
export async function choose(words: readonly string[], except: readonly string[], nix: Evaluator): Promise<Chosen> {
  const [targets, exceptions] = [words.map(readTarget), except.map(readTarget)]
  const [wanted, unwanted] = [namesIn(targets), namesIn(exceptions)]
  const all = [...wanted, ...unwanted]
  const names = all.length > 0 ? await nix.names() : []
  const asksMore = (name: string): boolean => needsEvaluation(name, names)
  const hosts = all.some(asksMore) ? await nix.inspect(names) : undefined
  const match = all.some(isGlob) ? await globMatcher() : undefined
  const fleet = { ...(hosts ? fleetOf(names, hosts) : { names }), match }
  const jobs = toJobs(targets, fleet)
  const leftOut = new Set(toJobs(exceptions, fleet).map(({ host, script }) => script ?? host))
  const left = jobs.filter(({ host, script }) => !leftOut.has(script ?? host))
  if (jobs.length === 0) throw new UsageError('there is nothing to deploy: the flake has no nixosConfigurations')
  if (left.length === 0)
    throw new UsageError(`there is nothing to deploy: --except leaves out all of ${words.map(quote).join(' ')}`)
  const decided = new Set([...jobs.map(({ host }) => host), ...unwanted])
  const undecided = wanted.some(asksMore) ? hosts!.filter(({ name }) => !decided.has(name)) : []
  const known = withTasks(left, hosts ?? (await nix.inspect(unsure(left))))
  assertTasks(known)
  return { jobs: known, unknown: undecided.flatMap((host) => ('error' in host ? [host] : [])), hosts }
}

const readTarget = (word: string) => (word.includes('/') ? findScript(word) : word)

function namesIn(targets: readonly ReturnType<typeof readTarget>[]): string[] {
  return targets.flatMap((target) => (typeof target === 'string' ? [splitTarget(target).name] : []))
}

/** Hosts of which only their evaluation says whether they have the tasks that were asked for. */
function unsure(jobs: readonly Job[]): string[] {
  const isOwn = (task: string): boolean => !BUILT_IN.includes(currentName(task))
  return jobs.flatMap(({ host, tasks }) => (host !== undefined && tasks.some(isOwn) ? [host] : []))
}

function withTasks(jobs: readonly Job[], hosts: readonly Host[]): Job[] {
  const infos = new Map(hosts.map((host) => [host.name, 'info' in host ? host.info : null]))
  return jobs.map((job) => {
    const info = infos.get(job.host ?? '')
    return info ? { ...job, known: tasksOfHost(info) } : job
  })
}

export function tasksOfHost({ tasks, extraTasks }: Info): string[] {
  return [...new Set([...BUILT_IN, ...[...tasks, ...extraTasks].map(currentName)])]
}

function fleetOf(names: readonly string[], hosts: readonly Host[]): Fleet {
  const [groups, tags] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const add = (sets: typeof tags, key: string, name: string) => sets.set(key, [...(sets.get(key) ?? []), name])
  for (const host of hosts) {
    if (!('info' in host) || !host.info) continue
    add(groups, host.info.group, host.name)
    for (const tag of host.info.tags) add(tags, tag, host.name)
  }
  return { names, groups, tags }
}

/** The words that stand for something in this fleet, for the completion of a shell: none that a shell would expand. */
export function completeWords(hosts: readonly Host[]): string {
  const infos = hosts.flatMap((host) => ('info' in host && host.info ? host.info : []))
  const words = infos.flatMap((info) => [info.group, ...info.tags.map((tag) => `@${tag}`), ...tasksOfHost(info)])
  const all = ['all', ...hosts.map(({ name }) => name), ...words].filter((word) => /^@?\w[\w.+-]*$/.test(word))
  return [...new Set(all)].map((word) => `${word}\n`).join('')
}
