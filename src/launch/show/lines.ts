const NEWLINE = Buffer.from('\n')
const NONE = Buffer.alloc(0)
const TAIL_BYTES = 4096
const TAIL_LINES = 10

/** Whole lines (`first` and `last`), or a piece of one line, which `first` begins and `last` ends (with its newline). */
export type Piece = (bytes: Buffer, first: boolean, last: boolean) => void

/**
 * Splits bytes at newlines and passes whole lines on. A line longer than `limit` bytes comes in
 * several pieces. The bytes belong to the caller again as soon as a call returns.
 */
export class Lines {
  #held = NONE
  #open = false

  constructor(
    readonly limit: number,
    readonly piece: Piece,
  ) {}

  take(chunk: Buffer): void {
    const begun = this.#open ? chunk.indexOf(10) + 1 : 0
    const end = chunk.lastIndexOf(10) + 1
    if (begun > 0) this.#pass(chunk.subarray(0, begun), true)
    if (end > begun) this.#pass(chunk.subarray(begun, end), true)
    if (end === chunk.length) return
    const rest = chunk.subarray(end)
    if (this.#open || this.#held.length + rest.length > this.limit) this.#pass(rest, false)
    else this.#held = Buffer.concat([this.#held, rest])
  }

  /** Ends a line that has no newline yet by one. */
  end(): void {
    if (this.#open || this.#held.length > 0) this.#pass(NEWLINE, true)
  }

  #pass(bytes: Buffer, last: boolean): void {
    const [held, first] = [this.#held, !this.#open]
    this.#held = NONE
    this.#open = !last
    this.piece(held.length > 0 ? Buffer.concat([held, bytes]) : bytes, first, last)
  }
}

/** The last lines of what passed by: at most ten, and 4 KiB. */
export class Tail {
  #bytes = NONE
  #cut = false

  take(chunk: Buffer): void {
    this.#cut ||= this.#bytes.length + chunk.length > TAIL_BYTES
    this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES)
  }

  lines(): Buffer[] {
    if (this.#bytes.length === 0) return []
    const lines = this.#bytes.toString('latin1').replace(/\n$/, '').split('\n')
    const whole = this.#cut && lines.length > 1 ? lines.slice(1) : lines
    return whole.slice(-TAIL_LINES).map((line) => Buffer.from(line, 'latin1'))
  }
}
