import { withHeader } from '../choose/fleet.ts'
import { headerOf, type Job } from '../choose/targets.ts'
import type { Source } from '../show/source.ts'
import type { Result } from '../show/summary.ts'
import { type Nix, NixError } from './nix.ts'
import type { Passwords } from './password.ts'
import type { Pool } from './pool.ts'
import { exitText, type Means, runScript } from './script.ts'

/** A script that is ready; or what Nix said instead; or a host that may be left out, since it has no script. */
export type Built =
  | { script: string; drv: string | null }
  | { message: string; said: Buffer; exit: string }
  | { left: 'out' }

export interface Engine {
  nix: Nix
  means: Means
  builds: Pool
  runs: Pool
  /** For the scripts, before their tasks and behind them. */
  flags: readonly string[]
  action: readonly string[]
  env: NodeJS.ProcessEnv
  passwords: Passwords
  /** Whether scripts ask for passwords in this run. */
  asks: boolean
  /** Whether no further script may start. */
  stopping: () => boolean
  onStart: (source: Source, script: string) => void
  /** Who is building or running now. */
  active: Set<Source>
}

type Ending = Pick<Result, 'outcome' | 'exit' | 'code'>

const NOT_STARTED: Ending = { outcome: 'not started', exit: '-' }
/** A script says by it that its host does not answer, and that this is no failure. */
export const OFFLINE = 20
const NO_MODULE = 'does not have the lollypops module: add lollypops.nixosModules.default to its modules'

/** Builds the script of a host with Nix. What goes wrong is in the result. */
export async function buildScript(job: Job, nix: Nix): Promise<Built> {
  if (job.script !== undefined) return { script: job.script, drv: null }
  try {
    return await nix.build(`deploy-${job.host}`)
  } catch (error) {
    if (!(error instanceof NixError)) throw error
    const { message, said, exit } = error
    if (nix.groups.ending || (await hasModule(job.host!, nix))) return { message, said, exit }
    if (job.optional) return { left: 'out' }
    return { message: `${job.host} ${NO_MODULE}`, said: Buffer.from(`${job.host} ${NO_MODULE}\n`), exit }
  }
}

/** Asked only after a failure: it costs as much as the build. */
async function hasModule(host: string, nix: Nix): Promise<boolean> {
  try {
    return (await nix.info(host)) !== null
  } catch (error) {
    if (error instanceof NixError) return true
    throw error
  }
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
  const script = job.script ?? (await step(engine.builds, () => build(source, job, engine.nix)))
  const ending =
    typeof script === 'string' ? await step(engine.runs, () => run(script, job, source, engine)).catch(failed) : script
  async function failed(error: Error): Promise<Ending> {
    await source.say(Buffer.from(`${script} cannot be run: ${error.message}\n`))
    return { outcome: 'failed', exit: '-' }
  }
  const outcome = ending.outcome === 'failed' && engine.means.groups.ending ? 'interrupted' : ending.outcome
  source.log?.close()
  return {
    job,
    outcome,
    seconds: outcome === 'not started' ? 0 : (performance.now() - began) / 1000,
    exit: ending.exit,
    code: ending.code,
    task: source.task,
    tasks: source.times,
    lastLines: source.lastLines,
    script: typeof script === 'string' ? script : undefined,
    log: source.log?.path,
  }
}

async function build(source: Source, job: Job, nix: Nix): Promise<string | Ending> {
  source.task = 'build'
  const built = await buildScript(job, nix)
  if ('script' in built) return built.script
  if ('said' in built) {
    await source.say(built.said)
    return { outcome: 'failed', exit: built.exit }
  }
  source.task = undefined
  return { outcome: 'skipped', exit: '-' }
}

async function run(script: string, job: Job, source: Source, engine: Engine): Promise<Ending> {
  const { flags, action, env, means, passwords, stopping, onStart } = engine
  source.task = job.tasks.length === 1 ? job.tasks[0] : undefined
  const tasks = withHeader(job, script).known ?? (job.tasks.length > 0 ? job.tasks : undefined)
  source.tasks = tasks && new Set(tasks)
  const asks = engine.asks && headerOf(script)?.password
  const input = asks ? await passwords.for(source.name) : undefined
  if (stopping()) return NOT_STARTED
  onStart(source, script)
  const args = [...flags, ...job.tasks, ...action]
  const { code, timedOut } = await runScript({ path: script, args, env, input }, source, means)
  if (timedOut) {
    await source.say(Buffer.from(`ended after ${means.timeout} seconds, as --timeout says\n`))
    return { outcome: 'failed', exit: 'timeout', code }
  }
  const outcome = code === 0 ? 'done' : code === OFFLINE ? 'offline' : 'failed'
  return { outcome, exit: exitText(code), code }
}
