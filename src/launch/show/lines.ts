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
    if (last < chunk.length) this.#keep(chunk, last)
  }

  /** Ends a line that has no newline yet by one. */
  end(): void {
    if (this.#open || this.#length > 0) this.#pass(NEWLINE, 0, 1, true)
  }

  #pass(bytes: Buffer, from: number, to: number, last: boolean): void {
    if (this.#length > 0) {
      this.#hold(bytes, from, to)
      const length = this.#length
      this.#length = 0
      this.#emit(this.#held, 0, length, last)
      if (this.#held.length > KEPT) this.#held = Buffer.alloc(0)
    } else {
      this.#emit(bytes, from, to, last)
    }
  }

  #emit(bytes: Buffer, from: number, to: number, last: boolean): void {
    const first = !this.#open
    this.#open = !last
    this.piece(bytes, from, to, first, last)
  }

  #keep(chunk: Buffer, from: number): void {
    const size = this.#length + chunk.length - from
    if (this.#open || size > this.limit) this.#pass(chunk, from, chunk.length, false)
    else this.#hold(chunk, from, chunk.length)
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
    const lines: Buffer[] = []
    let to = this.#bytes.length
    if (this.#bytes[to - 1] === 10) to--
    while (to >= 0 && lines.length < TAIL_LINES && this.#bytes.length > 0) {
      const from = to === 0 ? 0 : this.#bytes.lastIndexOf(10, to - 1) + 1
      if (from === 0 && this.#cut && lines.length > 0) break
      lines.unshift(this.#bytes.subarray(from, to))
      to = from - 1
    }
    return lines
  }
}
