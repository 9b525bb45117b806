const EXHAUSTED = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']

/** Runs at most `limit` tasks at once, in the order given; fewer when the system allows no more. */
export class Pool {
  #active = 0
  #starting = false
  readonly #waiting: (() => void)[] = []

  constructor(private limit: number) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.#enter()
      try {
        return await task()
      } catch (error) {
        if (this.#active === 1 || !EXHAUSTED.includes(String((error as NodeJS.ErrnoException).code))) throw error
        this.limit = this.#active - 1
      } finally {
        this.#active--
        this.#advance()
      }
    }
  }

  async #enter(): Promise<void> {
    const entered = new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#advance()
    await entered
  }

  /** One start per turn of the event loop: what runs already is read in between. */
  #advance(): void {
    if (this.#starting || this.#active >= this.limit || this.#waiting.length === 0) return
    this.#starting = true
    setImmediate(() => {
      this.#starting = false
      this.#active++
      this.#waiting.shift()!()
      this.#advance()
    })
  }
}
