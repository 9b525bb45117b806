import { createReadStream } from 'node:fs'
import { isatty } from 'node:tty'
import type { Chosen } from '../choose/fleet.ts'
import { flagsOf } from '../choose/option-table.ts'
import { inWaves, type Options, shownJobs } from '../choose/options.ts'
import { headerOf, type Job } from '../choose/targets.ts'
import { type Event, endedEvent, eventLine, type Result } from '../show/events.ts'
import { Logs } from '../show/logs.ts'
import type { Output } from '../show/output.ts'
import { Screen, type Show } from '../show/screen.ts'
import { Source } from '../show/source.ts'
import { columnsOf, type Moment, Status, statusOutput, terminalOf } from '../show/status.ts'
import { labelWidth, showOn, wantsColour } from '../show/style.ts'
import { duration } from '../show/summary.ts'
import { buildScript, deploy, type Engine, OFFLINE } from './deploy.ts'
import type { Interrupt } from './groups.ts'
import type { Nix } from './nix.ts'
import { Passwords } from './password.ts'
import { unknownReason } from './plan.ts'
import { Pool } from './pool.ts'
import { Fifos, handTerminal } from './script.ts'

export class Session {
  readonly #active = new Set<Source>()
  readonly #screen: Screen
  readonly #results: Result[] = []
  readonly #show: Show
  readonly #status: Status | undefined
  readonly #logs: Logs
  readonly #fifos: Fifos
  #block = Promise.resolve()
  #failures = 0

  constructor(
    readonly chosen: Chosen,
    readonly options: Options,
    readonly out: Output,
    err: Output,
    say: (text: string) => void,
  ) {
    const { jobs } = chosen
    const { output, color, logDir, has } = options
    const isLate = output === 'group' || output === 'quiet'
    this.#logs = new Logs(logDir, () => (isLate ? this.#fifos.folder : undefined), say)
    this.#fifos = new Fifos(jobs.length)
    const terminal = terminalOf(out.fd)
    this.#screen = new Screen(out, jobs.length)
    this.#show = showOn(this.#screen, {
      output,
      timestamps: has('timestamps'),
      json: has('json'),
      coloured: wantsColour(isatty(out.fd), process.env, color),
      terminal: terminal !== undefined,
      width: terminal === undefined ? 0 : labelWidth(jobs, columnsOf(terminal)),
    })
    const below = has('json') ? undefined : statusOutput(out, err)
    const line = below === out ? terminal : below && terminalOf(below.fd)
    if (below && line) this.#status = new Status(below, line, () => this.#now)
  }

  get where(): string {
    const all = [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} (${task})`))
    return all.slice(0, 10).join(', ') + (all.length > 10 ? ` and ${all.length - 10} more` : '')
  }

  get logFolder(): string | undefined {
    return this.#logs.folder
  }

  /** So that a message of launch begins a line of its own. */
  breakLine(): void {
    this.#screen.cut()
  }

  /** Ends when all jobs have; never fails. */
  async run(nix: Nix, interrupt: Interrupt): Promise<Result[]> {
    const { options, chosen } = this
    const { jobs, action, has, timeout, maxFailures } = options
    const engine: Engine = {
      nix,
      action,
      timeout,
      groups: interrupt.groups,
      fifos: this.#fifos,
      runs: new Pool(jobs),
      flags: flagsOf(options).filter((flag) => flag !== '--confirm'), // asked for all of them together
      env: { ...scriptEnv(options, process.env), SSH_ASKPASS_REQUIRE: 'never' }, // nobody can be asked beside other hosts
      passwords: has('dry-run') ? undefined : new Passwords(has('ask-sudo-password')),
      active: this.#active,
      stopping: () => interrupt.reason !== undefined || this.#failures > maxFailures,
      onStart: ({ name }, script) => this.#tell({ event: 'started', host: name, script }),
    }
    const hosts = chosen.jobs.map(({ label }) => label)
    this.#tell({ event: 'run', hosts, jobs: shownJobs(jobs), logs: this.#logs.folder ?? null })
    nix.prepare(chosen.jobs.flatMap(({ host, script }) => (script === undefined ? host! : [])))
    // whoever is known to ask is asked for now, before anything runs; where nobody answers, it fails and says why
    for (const { script, label } of chosen.jobs)
      if (script !== undefined && headerOf(script)?.password) await engine.passwords?.for(label).catch(() => {})
    for (const wave of inWaves(chosen.jobs, options.waves))
      await Promise.all(wave.map(async (job) => this.#note(await this.#deploy(job, engine), interrupt)))
    await this.#block
    this.#status?.close()
    const order = new Map(chosen.jobs.map((job, at) => [job, at]))
    this.#results.sort((a, b) => order.get(a.job)! - order.get(b.job)!)
    return [...this.#results, ...chosen.unknown.map(unknownResult)]
  }

  async close(): Promise<void> {
    this.#status?.close()
    await this.#fifos.close()
  }

  async #deploy(job: Job, engine: Engine): Promise<Result> {
    const source = new Source(this.#screen, job.label, this.#show, {
      onTask: (task) => this.#tell({ event: 'task', host: job.label, task }),
      openLog: () => this.#logs.open(job.label),
    })
    const result = await deploy(job, source, engine)
    if (this.#printsBlock(result)) this.#block = this.#block.then(() => printBlock(source, result))
    return result
  }

  #printsBlock({ outcome }: Result): boolean {
    const { output, has } = this.options
    if (has('json') || outcome === 'not started') return false
    return output === 'group' || (output === 'quiet' && (outcome === 'failed' || outcome === 'interrupted'))
  }

  #note(result: Result, interrupt: Interrupt): void {
    this.#results.push(result)
    this.#tell(endedEvent({ ...result, log: this.logFolder && result.log }))
    if (result.outcome !== 'failed') return
    this.#failures++
    if (this.options.has('fail-fast')) interrupt.begin(`${result.job.label} failed, and --fail-fast is set`, 1)
  }

  get #now(): Moment {
    const ended = this.#results.length
    const done = this.#results.filter(({ outcome }) => ['done', 'skipped', 'offline'].includes(outcome)).length
    const running = this.#active.size
    const waiting = this.chosen.jobs.length - ended - running
    const where = [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} ${task}`))
    return { running, waiting, done, failed: ended - done, where }
  }

  #tell(event: Event): void {
    if (this.options.has('json')) this.out.append(eventLine(event))
  }
}

/** One host, on our own terminal: its script has that for itself, so that it can ask. */
export async function deployAlone(
  job: Job,
  options: Options,
  nix: Nix,
  interrupt: Interrupt,
  say: (text: string) => void,
): Promise<number> {
  const built = await buildScript(job, nix)
  if (interrupt.reason !== undefined) return 130
  if ('said' in built) {
    say(`${job.label} cannot be built:\n${built.said ?? built.why}`.trimEnd())
    return 1
  }
  const args = [...flagsOf(options), ...job.tasks, ...options.action]
  const code = await handTerminal(built.script, args, scriptEnv(options, process.env), interrupt)
  return code === OFFLINE ? 0 : interrupt.exit !== undefined || code === 130 ? 130 : Math.min(code, 1)
}

function scriptEnv({ has, targetHost = '' }: Options, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const [, user, host] = /^(?:([^@]*)@)?(.*)$/s.exec(targetHost)!
  return {
    ...env,
    ...(has('skip-unreachable') && { LP_SKIP_UNREACHABLE: 'yes' }),
    ...(host && { LP_REMOTE_HOST: host }),
    ...(user && { LP_REMOTE_USER: user }),
  }
}

function unknownResult({ name, error }: Chosen['unknown'][number]): Result {
  const job: Job = { label: name, tasks: [], target: name, optional: true }
  const lastLines = [Buffer.from(unknownReason(error.message))]
  return { job, outcome: 'unknown', task: 'evaluate', exit: error.exit, seconds: 0, lastLines }
}

/** All that a host has said, from its log, behind a line with its name and result. */
async function printBlock(source: Source, { outcome, exit, seconds, log }: Result): Promise<void> {
  const { out } = source.screen
  out.append(Buffer.from(`=== ${source.name}: ${outcome}, ${exit}, ${duration(seconds)}\n`))
  let last = 10
  for await (const chunk of log === undefined ? [] : (createReadStream(log) as AsyncIterable<Buffer>)) {
    await source.screen.turn(source)
    out.append(chunk)
    last = chunk.at(-1)!
  }
  if (last !== 10) out.append(Buffer.from('\n'))
}
