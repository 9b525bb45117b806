import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { currentName } from '../../script/tasks.ts'
import { quote } from '../../shell/quote.ts'
import { type Fleet, hint, hostsOf, isWide, near } from './names.ts'
import { UsageError } from './option-table.ts'

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
  target: string
  /** Asked for only by `all` or a glob: left out when it cannot be deployed. */
  optional: boolean
}

/** What the header of a script says of it, for programs. */
export interface Header {
  address: string
  /** As Nix calls its platform, empty where that is not known. */
  system?: string
  tags?: string[]
  /** It asks for the password for sudo, on the terminal or on standard input. */
  password: boolean
  mayBeOffline?: true
  /** Exit codes 10 to 13 mean what the guard of the activation means by them. */
  guarded: boolean
  tasks: string[]
}

/** The line `# lollypops: {...}` of a script; undefined where it has none. */
export function headerOf(path: string): Header | undefined {
  try {
    const [, json] = /^# lollypops: (\{.*)$/m.exec(readFileSync(path, 'utf8'))!
    return JSON.parse(json!)
  } catch {
    return undefined
  }
}

/** @throws UsageError for a task that is empty or looks like an option */
export function splitTarget(word: string, colon = word.indexOf(':')): { name: string; tasks: string[] } {
  if (colon < 0) return { name: word, tasks: [] }
  const name = word.slice(0, colon)
  const tasks = [...new Set(word.slice(colon + 1).split(','))]
  if (name === '' || !tasks.every((task) => /^[^-\s\p{Cc}][^\s\p{Cc}]*$/u.test(task))) {
    const target = quote(name || 'host')
    throw new UsageError(`${quote(word)} is no target: write ${target}:task or ${target}:task1,task2`)
  }
  return { name, tasks }
}

/**
 * `./result-a` or `./result-a:rebuild`. A path that exists wins over one with tasks behind it.
 * @throws UsageError for what is no executable file
 */
export function findScript(target: string) {
  const colon = target.lastIndexOf(':')
  const isWhole = existsSync(target) || colon < target.lastIndexOf('/')
  const { name: word, tasks } = isWhole ? { name: target, tasks: [] } : splitTarget(target, colon)
  if (!existsSync(word)) throw new UsageError(`${quote(word)}: there is no such script`)
  if (!statSync(word).isFile()) throw new UsageError(`${quote(word)} is not a file: give the path of a deploy script`)
  try {
    accessSync(word, constants.X_OK)
  } catch {
    throw new UsageError(`${quote(word)} is not executable: chmod +x makes it so, if it is a script to run`)
  }
  const path = realpathSync(word)
  return { word, path, name: scriptName(path, resolve(word)), tasks }
}

/** `/nix/store/HASH-deploy-ahorn` and `deploy-ahorn` are `ahorn`; anything else goes by the name it was called by. */
export function scriptName(target: string, called: string): string {
  const [, host] = /^(?:[0-9a-z]{32}-)?deploy-(.+)$/.exec(basename(target)) ?? []
  return printable(host ?? basename(called))
}

/**
 * One job per host and script, in the order they are named first. Two scripts of one name are told apart by their
 * paths; a host keeps its name.
 * @throws UsageError for a word that is no target
 */
export function toJobs(words: readonly (string | ReturnType<typeof findScript>)[], fleet: Fleet): Job[] {
  const jobs = new Map<string, Job>()
  for (const word of words)
    for (const job of typeof word === 'string' ? hostJobs(word, fleet) : [scriptJob(word)]) {
      const key = job.script ?? job.host!
      const other = jobs.get(key)
      jobs.set(key, other ? merge(other, job) : job)
    }
  const labels = [...jobs.values()].map(({ label }) => label)
  return [...jobs.values()].map((job) => {
    const isTaken = job.script !== undefined && labels.indexOf(job.label) !== labels.lastIndexOf(job.label)
    const target = job.tasks.length > 0 ? `${job.target}:${job.tasks.join(',')}` : job.target
    return { ...job, label: isTaken ? job.target : job.label, target }
  })
}

function hostJobs(word: string, fleet: Fleet): Job[] {
  const { name, tasks } = splitTarget(word)
  return hostsOf(name, fleet).map((host) => {
    return { label: printable(host), host, tasks, target: host, optional: host !== name && isWide(name) }
  })
}

function scriptJob({ word, path, name, tasks }: ReturnType<typeof findScript>): Job {
  return { label: name, script: path, tasks, known: headerOf(path)?.tasks, target: word, optional: false }
}

function merge(a: Job, b: Job): Job {
  const all = a.tasks.length === 0 || b.tasks.length === 0
  return { ...a, tasks: all ? [] : [...new Set([...a.tasks, ...b.tasks])], optional: a.optional && b.optional }
}

/** Nothing in a label can move the cursor, or begin a line. */
function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '?')
}

/** @throws UsageError for a task that its host or script is known not to have */
export function assertTasks(jobs: readonly Job[]): void {
  for (const { label, tasks, known } of jobs) {
    const task = tasks.find((task) => known && !known.includes(currentName(task)))
    if (task === undefined) continue
    const otherwise = `there are ${known!.join(', ')}`
    throw new UsageError(`${label} has no task ${quote(task)}: ${hint(near(task, known!), otherwise)}`)
  }
}
