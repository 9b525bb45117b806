import { isatty } from 'node:tty'
import { printBlock } from './block.ts'
import { deploy, type Engine, type Result } from './deploy.ts'
import { type Event, endedEvent, eventLine } from './events.ts'
import type { Plan } from './fleet.ts'
import type { Interrupt } from './interrupt.ts'
import { Keeping } from './keeping.ts'
import { labelWidth, tasksInLabel, wantsColour } from './label.ts'
import type { Nix } from './nix.ts'
import { flagsOf, type Options, shownJobs } from './options.ts'
import type { Output } from './output.ts'
import { asksPassword, Passwords } from './password.ts'
import { Pool } from './pool.ts'
import { columnsOf, type Moment, Progress, statusOutput, terminalOf } from './progress.ts'
import { Screen } from './screen.ts'
import type { Shells } from './shells.ts'
import { type Show, showOn } from './show.ts'
import { Source } from './source.ts'
import type { Job } from './targets.ts'
import { inWaves } from './waves.ts'

/** All jobs of one call, side by side. */
export class Session {
  readonly #active = new Set<Source>()
  readonly #screen: Screen
  readonly #results: Result[] = []
  readonly #show: Show
  readonly #progress: Progress | undefined
  readonly #keeping: Keeping
  #block = Promise.resolve()

  constructor(
    readonly plan: Plan,
    readonly options: Options,
    readonly shells: Shells,
    readonly out: Output,
    err: Output,
    say: (text: string) => void,
  ) {
    const names = plan.jobs.map(({ label }) => label)
    const terminal = terminalOf(out.fd)
    this.#screen = new Screen(out, names.length)
    this.#show = showOn(this.#screen, {
      ...options,
      coloured: wantsColour(isatty(out.fd), process.env, options.color),
      terminal: terminal !== undefined,
      width: terminal === undefined ? 0 : labelWidth(names, plan.jobs.flatMap(tasksInLabel), columnsOf(terminal)),
    })
    this.#keeping = new Keeping(options, shells.folder, say)
    const below = options.json ? undefined : statusOutput(out, err)
    const line = below === out ? terminal : below && terminalOf(below.fd)
    if (below && line) this.#progress = new Progress(below, line, () => this.#now)
  }

  /** `ahorn (rebuild), porree (check)` */
  get where(): string {
    const all = [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} (${task})`))
    return all.slice(0, 10).join(', ') + (all.length > 10 ? ` and ${all.length - 10} more` : '')
  }

  /** The folder with the whole output of each host, where it is kept. */
  get logFolder(): string | undefined {
    return this.#keeping.folder
  }

  /** So that a message of launch begins a line of its own. */
  breakLine(): void {
    this.#screen.cut()
  }

  /** Ends when all jobs have; never fails. */
  async run(nix: Nix, builds: Pool, interrupt: Interrupt): Promise<Result[]> {
    const { options, plan } = this
    const engine: Engine = {
      nix,
      builds,
      means: { groups: interrupt.groups, shells: this.shells, timeout: options.timeout },
      runs: new Pool(options.jobs),
      flags: flagsOf(options),
      passwords: new Passwords(options.askSudoPassword),
      active: this.#active,
      stopping: () => interrupt.reason !== undefined || this.#failures > options.maxFailures,
      onStart: ({ name }, script) => this.#tell({ event: 'started', host: name, script }),
    }
    this.#tell({
      event: 'run',
      hosts: plan.jobs.map(({ label }) => label),
      jobs: shownJobs(options.jobs),
      logs: this.logFolder ?? null,
    })
    await this.#settleQuestions(engine.passwords)
    for (const wave of inWaves(plan.jobs, options.waves)) {
      await Promise.all(wave.map(async (job) => this.#note(await this.#deploy(job, engine), interrupt)))
    }
    await this.#block
    this.#progress?.close()
    const order = new Map(plan.jobs.map((job, at) => [job, at]))
    return [...this.#results.sort((a, b) => order.get(a.job)! - order.get(b.job)!), ...plan.unknown]
  }

  close(): void {
    this.#progress?.close()
  }

  /** Whoever is known to ask is asked for now, before anything runs. */
  async #settleQuestions(passwords: Passwords): Promise<void> {
    if (this.options.dryRun) return
    for (const { script, label } of this.plan.jobs) {
      if (script !== undefined && asksPassword(script)) await passwords.for(label).catch(() => {}) // it fails, and says why
    }
  }

  async #deploy(job: Job, engine: Engine): Promise<Result> {
    const source = new Source(this.#screen, job.label, this.#show, {
      onTask: (task) => this.#tell({ event: 'task', host: job.label, task }),
      openLog: () => this.#keeping.open(job.label),
    })
    const result = await deploy(job, source, engine)
    if (this.#prints(result)) this.#block = this.#block.then(() => printBlock(source, result))
    return result
  }

  #prints({ outcome }: Result): boolean {
    const { output, json } = this.options
    return (
      !json &&
      (output === 'group' || (output === 'quiet' && (outcome === 'failed' || outcome === 'interrupted'))) &&
      outcome !== 'not started'
    )
  }

  #note(result: Result, interrupt: Interrupt): void {
    this.#results.push(result)
    this.#tell(endedEvent(this.#keeping.told(result)))
    if (result.outcome === 'failed' && this.options.failFast)
      interrupt.begin(`${result.job.label} failed, and --fail-fast is set`, 1)
  }

  get #failures(): number {
    return this.#results.filter(({ outcome }) => outcome === 'failed').length
  }

  get #now(): Moment {
    const done = this.#results.filter(({ outcome }) => outcome === 'done' || outcome === 'skipped').length
    const running = this.#active.size
    const counts = {
      running,
      done,
      failed: this.#results.length - done,
      waiting: this.plan.jobs.length - this.#results.length - running,
    }
    return { counts, where: [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} ${task}`)) }
  }

  #tell(event: Event): void {
    if (this.options.json) this.out.append(eventLine(event))
  }
}
