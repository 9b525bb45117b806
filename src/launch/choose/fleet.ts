import { BUILT_IN, currentName } from '../../script/tasks.ts'
import { quote } from '../../shell/quote.ts'
import { type Fleet, needsEvaluation } from './names.ts'
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

export interface Host {
  name: string
  /** Null when it does not have the lollypops module. */
  info?: Info | null
  /** Why it does not evaluate. */
  error?: { message: string; exit: string }
}

export interface Evaluator {
  /** Evaluates none of them. */
  names(): Promise<string[]>
  /** One that fails says so, and the others are known. */
  inspect(names: readonly string[]): Promise<Host[]>
}

export type Chosen = Awaited<ReturnType<typeof choose>>

/**
 * From words to jobs. Hosts are evaluated only when a word is a group or a tag, or for a task that is not built in.
 * @throws UsageError for a word that is nothing, for a task that a host does not have, and when nothing is left
 */
export async function choose(words: readonly string[], except: readonly string[], nix: Evaluator) {
  const [targets, exceptions] = [words.map(readTarget), except.map(readTarget)]
  const [wanted, unwanted] = [namesIn(targets), namesIn(exceptions)]
  const all = [...wanted, ...unwanted]
  const names = all.length > 0 ? await nix.names() : []
  const asksMore = (name: string): boolean => needsEvaluation(name, names)
  const hosts = all.some(asksMore) ? await nix.inspect(names) : undefined
  const fleet = fleetOf(names, hosts ?? [])
  const found = toJobs(targets, fleet)
  const leftOut = new Set(toJobs(exceptions, fleet).map(({ host, script }) => script ?? host))
  const left = found.filter(({ host, script }) => !leftOut.has(script ?? host))
  if (found.length > 0 && left.length === 0)
    throw new UsageError(`there is nothing to deploy: --except leaves out all of ${words.map(quote).join(' ')}`)

  const isOwn = (task: string): boolean => !BUILT_IN.includes(currentName(task))
  const unsure = left.flatMap(({ host, tasks }) => (host !== undefined && tasks.some(isOwn) ? [host] : []))
  const infos = new Map((hosts ?? (await nix.inspect(unsure))).map(({ name, info }) => [name, info]))
  const jobs = left.map((job): Job => {
    const info = infos.get(job.host ?? '')
    return info ? { ...job, known: tasksOfHost(info) } : job
  })
  assertTasks(jobs)

  const decided = new Set([...found.map(({ host }) => host), ...unwanted])
  const undecided = wanted.some(asksMore) ? hosts!.filter(({ name }) => !decided.has(name)) : []
  return {
    jobs,
    /** Hosts that may belong to a group or have a tag that was asked for: they do not evaluate, so nobody knows. */
    unknown: undecided.flatMap(({ name, error }) => (error ? [{ name, error }] : [])),
    /** Every host, where that had to be evaluated. */
    hosts,
  }
}

const readTarget = (word: string) => (word.includes('/') ? findScript(word) : word)

function namesIn(targets: readonly ReturnType<typeof readTarget>[]): string[] {
  return targets.flatMap((target) => (typeof target === 'string' ? [splitTarget(target).name] : []))
}

export function tasksOfHost({ tasks, extraTasks }: Info): string[] {
  return [...new Set([...BUILT_IN, ...[...tasks, ...extraTasks].map(currentName)])]
}

function fleetOf(names: readonly string[], hosts: readonly Host[]): Fleet {
  const [groups, tags] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const add = (sets: typeof tags, key: string, name: string) => sets.set(key, [...(sets.get(key) ?? []), name])
  for (const { name, info } of hosts) {
    if (info) add(groups, info.group, name)
    for (const tag of info?.tags ?? []) add(tags, tag, name)
  }
  return { names, groups, tags }
}

/** The words that stand for something in this fleet, for the completion of a shell: none that a shell would expand. */
export function completeWords(hosts: readonly Host[]): string {
  const words = hosts.flatMap(({ name, info }) => {
    return info ? [name, info.group, ...info.tags.map((tag) => `@${tag}`), ...tasksOfHost(info)] : [name]
  })
  const all = ['all', ...words].filter((word) => /^@?\w[\w.+-]*$/.test(word))
  return [...new Set(all)].map((word) => `${word}\n`).join('')
}
