import { Lines, Tail } from './lines.ts'
import type { Logs } from './logs.ts'
import type { Screen, Show, Speaker } from './screen.ts'

const LONGEST = 200
const TASK = Buffer.from('==> ')

/** What one host says: the task it is in, how long each took, its last lines, and its whole output in a file. */
export class Source implements Speaker {
  #task: string | undefined
  #since = 0
  readonly #times = new Map<string, number>()
  /** The words that `==>` begins a task with; undefined: any. */
  tasks: ReadonlySet<string> | undefined
  /** The file with its whole output, from the first byte on. */
  log: string | undefined
  readonly #lines: Lines
  readonly tail = new Tail()

  constructor(
    readonly screen: Screen,
    readonly name: string,
    readonly show: Show,
    readonly logs: Logs,
    readonly onTask: (task: string) => void,
  ) {
    this.#lines = new Lines(screen.lineLimit, (bytes, first, last) =>
      show(this, first && last ? this.#notice(bytes) : bytes, first, last),
    )
  }

  get task(): string | undefined {
    return this.#task
  }

  set task(task: string | undefined) {
    if (task === this.#task) return
    this.#clock()
    this.#task = task
    if (task !== undefined) this.onTask(task)
  }

  get times(): { task: string; seconds: number }[] {
    this.#clock()
    return [...this.#times].map(([task, ms]) => ({ task, seconds: ms / 1000 }))
  }

  take(chunk: Buffer): void {
    this.log ??= this.logs.pathFor(this.name)
    if (this.log !== undefined) this.logs.append(this.log, chunk)
    this.tail.take(chunk)
    this.#lines.take(chunk)
  }

  /** Gives a line that is not ended yet its newline. */
  end(): void {
    this.#lines.end()
  }

  /** All of `text`, and the end of its last line, as soon as the screen is free for it. */
  async say(text: Buffer | string): Promise<void> {
    await this.screen.turn(this)
    if (text.length > 0) this.take(Buffer.from(text))
    this.end()
  }

  #clock(): void {
    const now = performance.now()
    if (this.#task !== undefined) this.#times.set(this.#task, (this.#times.get(this.#task) ?? 0) + now - this.#since)
    this.#since = now
  }

  /** A script says `==> TASK` where a task begins: shows the lines before the last of these, and returns the rest. */
  #notice(lines: Buffer): Buffer {
    let shown = 0
    for (let at = lines.indexOf(TASK); at >= 0; at = lines.indexOf(TASK, at + 1)) {
      if (at > 0 && lines[at - 1] !== 10) continue
      const [, task] = /^==> ([^\s\p{Cc}]+)\r?\n/u.exec(lines.toString('utf8', at, at + LONGEST)) ?? []
      if (task === undefined || this.tasks?.has(task) === false) continue
      if (at > shown) this.show(this, lines.subarray(shown, at), true, true)
      this.task = task
      shown = at
    }
    return lines.subarray(shown)
  }
}
