const NEWLINE = Buffer.from('\n')
const KEPT = 64 * 1024
const TAIL_BYTES = 4096
const TAIL_LINES = 10

/**
 * Bytes `from` to `to`: of whole lines (`first` and `last`), or of one line, which `first` begins and `last` ends
 * (with its newline).
 */
export type Piece = (bytes: Buffer, from: number, to: number, first: boolean, last: boolean) => void

/**
 * Splits bytes at newlines and passes whole lines on. A line longer than `limit` bytes comes in
 * several pieces. The bytes belong to the caller again as soon as a call returns.
 */
export class Lines {
  #held = Buffer.alloc(0)
  #length = 0
  #open = false

  constructor(
    readonly limit: number,
    readonly piece: Piece,
  ) {}

  take(chunk: Buffer): void {
    const first = chunk.indexOf(10) + 1
    const last = first > 0 ? chunk.lastIndexOf(10) + 1 : 0
    if (first > 0) this.#pass(chunk, 0, first, true)
    if (last > first) this.#pass(chunk, first, last, true)
    if (last === chunk.length) return
    if (this.#open || this.#length + chunk.length - last > this.limit) this.#pass(chunk, last, chunk.length, false)
    else this.#hold(chunk, last, chunk.length)
  }

  /** Ends a line that has no newline yet by one. */
  end(): void {
    if (this.#open || this.#length > 0) this.#pass(NEWLINE, 0, 1, true)
  }

  #pass(bytes: Buffer, from: number, to: number, last: boolean): void {
    const first = !this.#open
    this.#open = !last
    if (this.#length === 0) {
      this.piece(bytes, from, to, first, last)
      return
    }
    this.#hold(bytes, from, to)
    const [held, length] = [this.#held, this.#length]
    this.#length = 0
    if (held.length > KEPT) this.#held = Buffer.alloc(0)
    this.piece(held, 0, length, first, last)
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(256, 2 * length))
      this.#held.copy(larger, 0, 0, this.#length)
      this.#held = larger
    }
    bytes.copy(this.#held, this.#length, from, to)
    this.#length = length
  }
}

/** The last lines of what passed by: at most ten, and 4 KiB. */
export class Tail {
  #bytes = Buffer.alloc(0)
  #cut = false

  take(chunk: Buffer): void {
    const all = chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([this.#bytes, chunk])
    this.#cut ||= this.#bytes.length + chunk.length > TAIL_BYTES
    this.#bytes = Buffer.from(all.subarray(-TAIL_BYTES))
  }

  lines(): Buffer[] {
    if (this.#bytes.length === 0) return []
    const lines = this.#bytes.toString('latin1').replace(/\n$/, '').split('\n')
    const whole = this.#cut && lines.length > 1 ? lines.slice(1) : lines
    return whole.slice(-TAIL_LINES).map((line) => Buffer.from(line, 'latin1'))
  }
}
