import { label } from './label.ts'
import { Lines } from './lines.ts'
import type { Screen } from './screen.ts'
import { Tail } from './tail.ts'

const EQUALS = 0x3d

/** What one host says: its label, the task it is in, and its last lines. */
export class Source {
  #task: string | undefined
  /** The words that `==>` begins a task with; undefined: any. */
  tasks: ReadonlySet<string> | undefined
  #label: Buffer
  readonly #lines: Lines
  #tail = new Tail()

  constructor(
    readonly screen: Screen,
    readonly name: string,
  ) {
    this.#label = label(name, undefined, screen.coloured)
    this.#lines = new Lines(screen.lineLimit, (bytes, from, to, first, last) => {
      if (first && last) this.#notice(bytes, from, to)
      screen.print(this, first ? this.#label : undefined, bytes, from, to, last)
    })
  }

  get task(): string | undefined {
    return this.#task
  }

  set task(task: string | undefined) {
    this.#task = task
    this.#label = label(this.name, task, this.screen.coloured)
  }

  get lastLines(): Buffer[] {
    return this.#tail.lines()
  }

  take(chunk: Buffer): void {
    this.#tail.take(chunk)
    this.#lines.take(chunk)
  }

  /** Gives a line that is not ended yet its newline. */
  end(): void {
    this.#lines.end()
  }

  /** All of `text`, and the end of its last line, as soon as the screen is free for it. */
  async say(text: Buffer): Promise<void> {
    await this.screen.turn(this)
    if (text.length > 0) this.take(text)
    this.end()
  }

  /** A script says `==> TASK` where a task begins. */
  #notice(bytes: Buffer, from: number, to: number): void {
    if (bytes[from] !== EQUALS || to - from > 200) return
    const [, task] = /^==> ([^\s\p{Cc}]+)\r?\n$/u.exec(bytes.toString('utf8', from, to)) ?? []
    if (task !== undefined && (this.tasks?.has(task) ?? true)) this.task = task
  }
}
