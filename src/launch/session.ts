import { isatty } from 'node:tty'
import { type Engine, type Result, deploy } from './deploy.ts'
import type { Plan } from './fleet.ts'
import type { Interrupt } from './interrupt.ts'
import { wantsColour } from './label.ts'
import type { Nix } from './nix.ts'
import { type Options, flagsOf } from './options.ts'
import type { Output } from './output.ts'
import { Passwords } from './password.ts'
import { Pipes } from './pipes.ts'
import { Pool } from './pool.ts'
import { Screen } from './screen.ts'
import { Shells } from './shell.ts'
import { Source } from './source.ts'

/** All jobs of one call, side by side. */
export class Session {
  readonly #active = new Set<Source>()
  readonly #screen: Screen
  readonly #pipes: Pipes
  readonly #shells = new Shells()

  constructor(
    readonly plan: Plan,
    readonly options: Options,
    out: Output,
  ) {
    this.#screen = new Screen(out, wantsColour(isatty(out.fd), process.env), plan.jobs.length)
    this.#pipes = new Pipes(plan.jobs.length)
  }

  /** `ahorn (rebuild), porree (check)` */
  get where(): string {
    const all = [...this.#active].map(({ name, task }) => (task === undefined ? name : `${name} (${task})`))
    return all.slice(0, 10).join(', ') + (all.length > 10 ? ` and ${all.length - 10} more` : '')
  }

  /** So that a message of launch begins a line of its own. */
  breakLine(): void {
    this.#screen.cut()
  }

  /** Ends when all jobs have; never fails. */
  async run(nix: Nix, builds: Pool, interrupt: Interrupt): Promise<Result[]> {
    const engine: Engine = {
      nix,
      builds,
      means: { groups: interrupt.groups, pipes: this.#pipes, shells: this.#shells },
      runs: new Pool(this.options.jobs),
      flags: flagsOf(this.options),
      passwords: new Passwords(this.options.askSudoPassword),
      active: this.#active,
      stopping: () => interrupt.reason !== undefined,
    }
    const deployed = this.plan.jobs.map((job) => deploy(job, new Source(this.#screen, job.label), engine))
    const results = await Promise.all(deployed)
    await this.#shells.close()
    return [...results, ...this.plan.unknown]
  }

  close(): void {
    this.#pipes.remove()
  }
}
