import { quote } from '../shell/quote.ts'
import { type Fleet, hostsOf, isWide } from './choose.ts'
import { UsageError } from './usage.ts'

/** One script to run, once. */
export interface Job {
  label: string
  /** Attribute in nixosConfigurations; its script is built first. */
  host?: string
  /** A script that is there already, as an absolute path. */
  script?: string
  /** None: all of its tasks. */
  tasks: string[]
  /** The tasks that it has, as far as that is known before it is built. */
  known?: readonly string[] | undefined
  /** The target that runs this job again. */
  target: string
  /** Asked for only by `all` or a glob: left out when it cannot be deployed. */
  optional: boolean
}

/** A script by path: `word` as given, without its tasks. */
export interface Script {
  word: string
  path: string
  name: string
}

export interface Target {
  name: string
  tasks: string[]
}

/** @throws UsageError for a task that is empty or looks like an option */
export function splitTarget(word: string, colon = word.indexOf(':')): Target {
  if (colon < 0) return { name: word, tasks: [] }
  const name = word.slice(0, colon)
  const tasks = word.slice(colon + 1).split(',')
  if (name === '' || !tasks.every((task) => /^[^-\s\p{Cc}][^\s\p{Cc}]*$/u.test(task))) {
    const target = quote(name || 'host')
    throw new UsageError(`${quote(word)} is no target: write ${target}:task or ${target}:task1,task2`)
  }
  return { name, tasks }
}

/**
 * One job per host and script, in the order they are named first.
 * @throws UsageError for a word that is no target
 */
export function toJobs(words: readonly (string | (Script & { tasks: string[] }))[], fleet: Fleet): Job[] {
  const jobs = new Map<string, Job>()
  for (const word of words) {
    for (const job of typeof word === 'string' ? hostJobs(word, fleet) : [scriptJob(word)]) {
      const key = job.script ?? `host ${job.host}`
      const known = jobs.get(key)
      jobs.set(key, known ? merge(known, job) : job)
    }
  }
  return distinct([...jobs.values()]).map((job) => ({ ...job, target: job.target + taskPart(job.tasks) }))
}

function hostJobs(word: string, fleet: Fleet): Job[] {
  const { name, tasks } = splitTarget(word)
  return hostsOf(name, fleet).map((host) => ({
    label: printable(host),
    host,
    tasks: unique(tasks),
    target: host,
    optional: host !== name && isWide(name),
  }))
}

function scriptJob({ word, path, name, tasks }: Script & { tasks: string[] }): Job {
  return { label: name, script: path, tasks: unique(tasks), target: word, optional: false }
}

function merge(a: Job, b: Job): Job {
  const all = a.tasks.length === 0 || b.tasks.length === 0
  return { ...a, tasks: all ? [] : unique([...a.tasks, ...b.tasks]), optional: a.optional && b.optional }
}

/** Two scripts of one name are told apart by their paths; a host keeps its name. */
function distinct(jobs: readonly Job[]): Job[] {
  const counts = new Map<string, number>()
  for (const { label } of jobs) counts.set(label, (counts.get(label) ?? 0) + 1)
  const isTaken = ({ script, label }: Job) => script !== undefined && counts.get(label)! > 1
  return jobs.map((job) => (isTaken(job) ? { ...job, label: job.target } : job))
}

/** Nothing in a label can move the cursor, or begin a line. */
export function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '?')
}

function taskPart(tasks: readonly string[]): string {
  return tasks.length > 0 ? `:${tasks.join(',')}` : ''
}

function unique(tasks: readonly string[]): string[] {
  return [...new Set(tasks)]
}
