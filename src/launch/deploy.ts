import { build } from './build.ts'
import { exitText } from './exit-code.ts'
import type { Nix } from './nix.ts'
import { asksPassword, type Passwords } from './password.ts'
import type { Pool } from './pool.ts'
import { type Means, run } from './run.ts'
import type { Source, TaskTime } from './source.ts'
import type { Job } from './targets.ts'
import { tasksOfScript } from './tasks.ts'

export interface Result {
  job: Job
  /** `unknown`: does not evaluate, so that nobody knows whether it was asked for. */
  outcome: 'done' | 'failed' | 'interrupted' | 'not started' | 'skipped' | 'unknown'
  /** The task it was in at its end, if that is known. */
  task: string | undefined
  /** `1`, `137 (SIGKILL)`, `timeout`, or `-` for what did not run. */
  exit: string
  /** As a shell counts it: a signal is 128 and its number. */
  code?: number | undefined
  seconds: number
  lastLines: Buffer[]
  /** How long it was in each task, as far as it said. */
  tasks?: TaskTime[]
  /** What ran. */
  script?: string | undefined
  /** The file with its whole output. */
  log?: string | undefined
}

export interface Engine {
  nix: Nix
  means: Means
  builds: Pool
  runs: Pool
  /** For the scripts, before their tasks. */
  flags: string[]
  passwords: Passwords
  /** Whether no further script may start. */
  stopping: () => boolean
  onStart: (source: Source, script: string) => void
  /** Who is building or running now. */
  active: Set<Source>
}

type Ending = Pick<Result, 'outcome' | 'exit' | 'code'>

const NOT_STARTED: Ending = { outcome: 'not started', exit: '-' }
const FAILED: Ending = { outcome: 'failed', exit: '-' }
const CANNOT_START = Buffer.from(
  'it cannot be started: what its first line names after #! has to be there, and to be a program for this machine\n',
)
const SKIPPED: Ending = { outcome: 'skipped', exit: '-' }

/** One job: builds its script where that is missing, and runs it. What goes wrong is in the result. */
export async function deploy(job: Job, source: Source, engine: Engine): Promise<Result> {
  let began = performance.now()
  const step = <T>(pool: Pool, work: () => Promise<T>): Promise<T | Ending> =>
    pool.run(async () => {
      if (engine.stopping()) return NOT_STARTED
      began = performance.now()
      engine.active.add(source)
      return work().finally(() => engine.active.delete(source))
    })
  const script = job.script ?? (await step(engine.builds, () => buildFor(source, job, engine.nix)))
  const ending =
    typeof script !== 'string'
      ? script
      : await step(engine.runs, () => runScript(script, job, source, engine)).catch(async (error: Error) => {
          await source.say(Buffer.from(`${script} cannot be run to its end: ${error.message}\n`))
          return FAILED
        })
  const outcome = ending.outcome === 'failed' && engine.means.groups.ending ? 'interrupted' : ending.outcome
  const seconds = outcome === 'not started' ? 0 : (performance.now() - began) / 1000
  source.log?.close()
  return {
    job,
    outcome,
    seconds,
    exit: ending.exit,
    code: ending.code,
    task: source.task,
    tasks: source.times,
    lastLines: source.lastLines,
    script: typeof script === 'string' ? script : undefined,
    log: source.log?.path,
  }
}

async function buildFor(source: Source, job: Job, nix: Nix): Promise<string | Ending> {
  source.task = 'build'
  const built = await build(job, nix)
  if ('script' in built) return built.script
  if ('left' in built) {
    source.task = undefined
    return SKIPPED
  }
  await source.say(built.said)
  return { outcome: 'failed', exit: built.exit }
}

async function runScript(
  script: string,
  job: Job,
  source: Source,
  { flags, means, passwords, stopping, onStart }: Engine,
): Promise<Ending> {
  source.task = job.tasks.length === 1 ? job.tasks[0] : undefined
  const tasks = job.known ?? tasksOfScript(script) ?? (job.tasks.length > 0 ? job.tasks : undefined)
  source.tasks = tasks && new Set(tasks)
  const input = !flags.includes('--dry-run') && asksPassword(script) ? await passwords.for(source.name) : undefined
  if (stopping()) return NOT_STARTED
  onStart(source, script)
  const { code, timedOut } = await run(script, [...flags, ...job.tasks], source, means, input)
  if (
    code > 125 &&
    source.lastLines.length === 1 &&
    String(source.lastLines[0]).startsWith(`launch: line 1: ${script}: `)
  )
    await source.say(CANNOT_START)
  if (timedOut) await source.say(Buffer.from(`ended after ${means.timeout} seconds, as --timeout says\n`))
  return { outcome: code === 0 && !timedOut ? 'done' : 'failed', exit: timedOut ? 'timeout' : exitText(code), code }
}
