import { withHeader } from '../choose/fleet.ts'
import { headerOf, type Job } from '../choose/targets.ts'
import type { Result } from '../show/events.ts'
import type { Source } from '../show/source.ts'
import { type Nix, NixError } from './nix.ts'
import type { Passwords } from './password.ts'
import type { Pool } from './pool.ts'
import { exitText, type Means, runScript } from './script.ts'

export interface Engine extends Means {
  nix: Nix
  runs: Pool
  /** For the scripts, before their tasks and behind them. */
  flags: readonly string[]
  action: readonly string[]
  passwords: Passwords | undefined
  /** Whether no further script may start. */
  stopping: () => boolean
  onStart: (source: Source, script: string) => void
  active: Set<Source>
}

type Ending = Pick<Result, 'outcome' | 'exit' | 'code'>

const NOT_STARTED: Ending = { outcome: 'not started', exit: '-' }
/** A script says by it that its host does not answer, and that this is no failure. */
export const OFFLINE = 20
const NO_MODULE = 'does not have the lollypops module: add lollypops.nixosModules.default to its modules'

/** Builds the script of a host with Nix: its path, or what Nix said instead, which is null for a host that may be left out. */
export async function buildScript(job: Job, nix: Nix) {
  if (job.script !== undefined) return { script: job.script, drv: null }
  try {
    return await nix.build(job.host!)
  } catch (error) {
    if (!(error instanceof NixError)) throw error
    if (nix.groups.ending || (await hasModule(job.host!, nix)))
      return { said: error.said, exit: error.exit, why: error.message }
    const why = `${job.host} ${NO_MODULE}`
    return { said: job.optional ? null : Buffer.from(`${why}\n`), exit: error.exit, why }
  }
}

/** Asked only after a failure: it costs as much as the build. */
async function hasModule(host: string, nix: Nix): Promise<boolean> {
  const known = await nix.host(host)
  return 'error' in known || known.info !== null
}

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
  const failed = async (error: Error): Promise<Ending> => {
    await source.say(Buffer.from(`${script} cannot be run: ${error.message}\n`))
    return { outcome: 'failed', exit: '-' }
  }
  await engine.nix.ready(job.host ?? '')
  const script = job.script ?? (await step(engine.nix.pool, () => build(source, job, engine.nix)))
  const isBuilt = typeof script === 'string'
  const ending = isBuilt ? await step(engine.runs, () => run(script, job, source, engine)).catch(failed) : script
  const outcome = ending.outcome === 'failed' && engine.groups.ending ? 'interrupted' : ending.outcome
  source.log?.close()
  return {
    ...ending,
    job,
    outcome,
    seconds: outcome === 'not started' ? 0 : (performance.now() - began) / 1000,
    task: source.task,
    tasks: source.times,
    lastLines: source.lastLines,
    script: isBuilt ? script : undefined,
    log: source.log?.path,
  }
}

async function build(source: Source, job: Job, nix: Nix): Promise<string | Ending> {
  source.task = 'build'
  const built = await buildScript(job, nix)
  if ('script' in built) return built.script
  if (built.said === null) source.task = undefined
  else await source.say(built.said)
  return built.said === null ? { outcome: 'skipped', exit: '-' } : { outcome: 'failed', exit: built.exit }
}

async function run(script: string, job: Job, source: Source, engine: Engine): Promise<Ending> {
  source.task = job.tasks.length === 1 ? job.tasks[0] : undefined
  const tasks = withHeader(job, script).known ?? (job.tasks.length > 0 ? job.tasks : undefined)
  source.tasks = tasks && new Set(tasks)
  const input = headerOf(script)?.password ? await engine.passwords?.for(source.name) : undefined
  if (engine.stopping()) return NOT_STARTED
  engine.onStart(source, script)
  const { code, timedOut } = await runScript(
    script,
    [...engine.flags, ...job.tasks, ...engine.action],
    input,
    source,
    engine,
  )
  if (timedOut) {
    await source.say(Buffer.from(`ended after ${engine.timeout} seconds, as --timeout says\n`))
    return { outcome: 'failed', exit: 'timeout', code }
  }
  return { outcome: code === 0 ? 'done' : code === OFFLINE ? 'offline' : 'failed', exit: exitText(code), code }
}
