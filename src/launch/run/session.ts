import { createReadStream, existsSync, fstatSync } from 'node:fs'
import type { Chosen } from '../choose/fleet.ts'
import { inWaves, type Options, scriptWords } from '../choose/options.ts'
import { headerOf, type Job } from '../choose/targets.ts'
import { endedEvent, eventLine, type Result } from '../show/events.ts'
import { Logs } from '../show/logs.ts'
import type { Output } from '../show/output.ts'
import { Screen, type Show } from '../show/screen.ts'
import { Source } from '../show/source.ts'
import { columnsOf, type Moment, showStatus } from '../show/status.ts'
import { showOn } from '../show/style.ts'
import { duration, isGood } from '../show/summary.ts'
import type { Interrupt } from './groups.ts'
import type { Nix } from './nix.ts'
import { passwords } from './password.ts'
import { buildScript, unknownReason } from './plan.ts'
import { Pool } from './pool.ts'
import { exitText, Runner } from './script.ts'

type Ending = Pick<Result, 'outcome' | 'exit' | 'code'>

const NOT_STARTED: Ending = { outcome: 'not started', exit: '-' }

/** The scripts of one run, side by side. */
export class Session {
  readonly #active = new Set<Source>()
  readonly #outcomes: Result['outcome'][] = []
  readonly #runs: Pool
  readonly #runner: Runner
  readonly #password: ReturnType<typeof passwords> | undefined
  readonly screen: Screen
  readonly #show: Show
  readonly logs: Logs
  #closeStatus = (): void => {}
  #block = Promise.resolve()

  constructor(
    readonly chosen: Chosen,
    readonly options: Options,
    readonly nix: Nix,
    readonly interrupt: Interrupt,
    out: Output,
    err: Output,
    say: (text: string) => void,
  ) {
    const { jobs } = chosen
    const { has, output, logDir } = options
    const env = { ...scriptEnv(options), SSH_ASKPASS_REQUIRE: 'never' } // nobody can be asked beside other hosts
    this.#runner = new Runner(jobs.length, nix.groups, env)
    this.logs = new Logs(logDir, output === 'group' || output === 'quiet' ? this.#runner.folder : undefined, say)
    this.#runs = new Pool(options.jobs)
    this.#password = has('dry-run') ? undefined : passwords(has('ask-sudo-password'))
    const columns = columnsOf(out.fd)
    this.screen = new Screen(out, jobs.length)
    this.#show = showOn(this.screen, jobs, options, columns?.())
    const below = columns === undefined && fstatSync(out.fd).isFile() ? err : out
    const width = below === out ? columns : columnsOf(err.fd)
    if (width && !has('json')) this.#closeStatus = showStatus(below, width, () => this.#now)
  }

  get where(): string {
    const all = [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} (${task})`))
    return all.slice(0, 10).join(', ') + (all.length > 10 ? ` and ${all.length - 10} more` : '')
  }

  /** Ends when all jobs have; never fails. */
  async run(): Promise<Result[]> {
    const { jobs, unknown } = this.chosen
    const atOnce = Number.isFinite(this.options.jobs) ? this.options.jobs : 0
    this.#tell({ event: 'run', hosts: jobs.map(({ label }) => label), jobs: atOnce, logs: this.logs.folder })
    this.nix.prepare(jobs)
    // whoever is known to ask is asked for now, before anything runs; where nobody answers, it fails and says why
    for (const { script, label } of jobs)
      if (script !== undefined && headerOf(script)?.password) await this.#password?.(label).catch(() => {})
    const results: Result[] = []
    for (const wave of inWaves(jobs, this.options.waves))
      results.push(...(await Promise.all(wave.map((job) => this.#deploy(job)))))
    await this.#block
    this.#closeStatus()
    return [...results, ...unknown.map(unknownResult)]
  }

  async close(): Promise<void> {
    this.#closeStatus()
    await this.#runner.close()
  }

  /** Builds the script where that is missing, and runs it. What goes wrong is in the result. */
  async #deploy(job: Job): Promise<Result> {
    const source = new Source(this.screen, job.label, this.#show, this.logs, (task) =>
      this.#tell({ event: 'task', host: job.label, task }),
    )
    let began = 0
    const step = <T>(pool: Pool, work: () => Promise<T>): Promise<T | Ending> =>
      pool.run(async () => {
        if (this.#stopping) return NOT_STARTED
        began = performance.now()
        this.#active.add(source)
        return work().finally(() => this.#active.delete(source))
      })
    const failed = async (error: Error): Promise<Ending> => {
      await source.say(`${built} cannot be run: ${error.message}\n`)
      return { outcome: 'failed', exit: '-' }
    }
    await this.nix.ready(job)
    const built = job.script ?? (await step(this.nix.pool, () => this.#build(job, source)))
    const [script, unbuilt] = typeof built === 'string' ? [built] : [undefined, built]
    const ending = unbuilt ?? (await step(this.#runs, () => this.#run(script!, job, source)).catch(failed))
    const outcome = ending.outcome === 'failed' && this.nix.groups.ending ? 'interrupted' : ending.outcome
    const { task, times: tasks, log, tail } = source
    const seconds = outcome === 'not started' ? 0 : (performance.now() - began) / 1000
    const result = { ...ending, job, outcome, seconds, task, tasks, lastLines: tail.lines(), script, log }
    if (printsBlock(outcome, this.options)) this.#block = this.#block.then(() => printBlock(source, result))
    this.#outcomes.push(outcome)
    this.#tell(endedEvent({ ...result, log: this.logs.folder && result.log }))
    if (outcome === 'failed' && this.options.has('fail-fast'))
      this.interrupt.begin(`${job.label} failed, and --fail-fast is set`, 1)
    return result
  }

  async #build(job: Job, source: Source): Promise<string | Ending> {
    source.task = 'build'
    const built = await buildScript(job, this.nix)
    if ('script' in built) return built.script
    if (built.said === null) {
      source.task = undefined
      return { outcome: 'skipped', exit: '-' }
    }
    await source.say(built.said)
    return { outcome: 'failed', exit: built.exit }
  }

  async #run(script: string, job: Job, source: Source): Promise<Ending> {
    const { options } = this
    const header = headerOf(script)
    const tasks = header?.tasks ?? job.known ?? (job.tasks.length > 0 ? job.tasks : undefined)
    source.task = job.tasks.length === 1 ? job.tasks[0] : undefined
    source.tasks = tasks && new Set(tasks)
    const input = header?.password ? await this.#password?.(source.name) : undefined
    if (this.#stopping) return NOT_STARTED
    this.#tell({ event: 'started', host: source.name, script })
    const words = scriptWords(options, job.tasks).filter((word) => word !== '--confirm') // asked for all of them together
    const { code, timedOut } = await this.#runner.run(script, words, input, source, options.timeout)
    if (timedOut) {
      await source.say(`ended after ${options.timeout} seconds, as --timeout says\n`)
      return { outcome: 'failed', exit: 'timeout', code }
    }
    const outcome = code === 0 ? 'done' : isOffline(code, script, options) ? 'offline' : 'failed'
    return { outcome, exit: exitText(code), code }
  }

  get #stopping(): boolean {
    const failed = this.#outcomes.filter((outcome) => outcome === 'failed')
    return this.interrupt.reason !== undefined || failed.length > this.options.maxFailures
  }

  get #now(): Moment {
    const [running, ended] = [this.#active.size, this.#outcomes.length]
    const done = this.#outcomes.filter(isGood).length
    const where = [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} ${task}`))
    return { running, waiting: this.chosen.jobs.length - ended - running, done, failed: ended - done, where }
  }

  #tell(event: Parameters<typeof eventLine>[0]): void {
    if (this.options.has('json')) this.screen.out.write(eventLine(event))
  }
}

/** Whether a script has ended because its host does not answer, which that host may. */
export function isOffline(code: number, script: string, { has }: Options): boolean {
  return code === 20 && (headerOf(script)?.mayBeOffline === true || has('skip-unreachable'))
}

export function scriptEnv({ targetHost = '', env }: Options): NodeJS.ProcessEnv {
  const [, user, host] = /^(?:([^@]*)@)?(.*)$/s.exec(targetHost)!
  return { ...env, ...(host && { LP_REMOTE_HOST: host }), ...(user && { LP_REMOTE_USER: user }) }
}

function unknownResult({ name, error }: Chosen['unknown'][number]): Result {
  const job: Job = { label: name, tasks: [], target: name, optional: true }
  const lastLines = [Buffer.from(unknownReason(error.message))]
  return { job, outcome: 'unknown', task: 'evaluate', exit: error.exit, seconds: 0, lastLines }
}

function printsBlock(outcome: Result['outcome'], { output, has }: Options): boolean {
  if (has('json') || outcome === 'not started') return false
  return output === 'group' || (output === 'quiet' && !isGood(outcome))
}

/** All that a host has said, from its log, behind a line with its name and result. */
async function printBlock(source: Source, { outcome, exit, seconds, log }: Result): Promise<void> {
  const { out } = source.screen
  out.write(`=== ${source.name}: ${outcome}, ${exit}, ${duration(seconds)}\n`)
  let last: number | undefined
  const chunks: AsyncIterable<Buffer> | [] = log !== undefined && existsSync(log) ? createReadStream(log) : []
  for await (const chunk of chunks) {
    await source.screen.turn(source)
    out.write(chunk)
    last = chunk.at(-1)
  }
  if (last !== undefined && last !== 10) out.write('\n')
}
