import { availableParallelism, freemem, totalmem } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import pLimit from 'p-limit'

const EXHAUSTED = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']
/** What the evaluation of a NixOS system may take. */
const EVALUATION_BYTES = 2 * 1024 ** 3
/** What each host adds to a process that evaluates several: 20 of them take 2.2 GB. */
export const HOST_MB = 110
/** However much memory there is, the first of them can be deployed soon. */
const MOST_HOSTS = 50

/** Runs at most `limit` tasks at once, in the order given; fewer when the system allows no more. */
export class Pool {
  readonly #limit
  #turn = Promise.resolve()

  constructor(readonly size: number) {
    this.#limit = pLimit(size)
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    const done = await this.#limit(() => this.#try(task))
    return done ? done.value : this.run(task)
  }

  async #try<T>(task: () => Promise<T>): Promise<{ value: T } | undefined> {
    try {
      // one start per turn of the event loop: what runs already is read in between
      this.#turn = this.#turn.then(() => setImmediate())
      await this.#turn
      return { value: await task() }
    } catch (error) {
      const { activeCount } = this.#limit
      if (activeCount === 1 || !EXHAUSTED.includes(String((error as NodeJS.ErrnoException).code))) throw error
      this.#limit.concurrency = activeCount - 1
      return undefined
    }
  }
}

/** How many processes of Nix this machine has cores and memory for. */
export function evaluationsAtOnce(cores = availableParallelism(), bytes = memory()): number {
  return Math.max(1, Math.min(cores, Math.floor(bytes / EVALUATION_BYTES)))
}

/** How many hosts one of so many processes evaluates. */
export function hostsAtOnce(processes: number, free = Math.min(freemem(), memory()), most = MOST_HOSTS): number {
  return Math.max(1, Math.min(most, Math.floor(free / processes / (HOST_MB * 1e6))))
}

/** Bytes: of the machine, or what a control group leaves us of it. */
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity)
}
