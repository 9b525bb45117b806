import type { Groups } from './groups.ts'

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Within this, a signal that comes twice is one keypress: from the terminal, and again from npm. */
const SAME_MS = 400

/** The one way to stop early: nothing new starts, and every process group is ended. */
export class Interrupt {
  #reason: string | undefined
  #exit: number | undefined
  #since = 0
  #resolve: (survivors: number[]) => void = () => {}
  /** Resolves after an interrupt, when all groups are gone, with those that could not be ended. */
  readonly over = new Promise<number[]>((resolve) => (this.#resolve = resolve))

  constructor(
    readonly groups: Groups,
    readonly announce: (reason: string) => void,
  ) {}

  /** Why the run is being stopped. */
  get reason(): string | undefined {
    return this.#reason
  }

  /** The exit code that this end means. */
  get exit(): number | undefined {
    return this.#exit
  }

  signal(name: string): void {
    const now = performance.now()
    if (this.#reason === undefined) this.begin(name)
    else if (now - this.#since > SAME_MS) this.groups.hurry()
    else return
    this.#exit = 130
    this.#since = now
  }

  begin(reason: string, exit = 130): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.#exit = exit
    this.announce(reason)
    void this.groups.end().then(this.#resolve)
  }
}
