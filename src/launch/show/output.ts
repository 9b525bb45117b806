import { fstatSync, write } from 'node:fs'

const HIGH = 1024 * 1024
const ERASE = Buffer.from('\r\x1b[K')

/**
 * Bytes to a file descriptor, in order, one asynchronous write at a time. Never `process.stdout`: that
 * makes a pipe non-blocking for everyone who shares it.
 */
export class Output {
  #pending = Buffer.allocUnsafeSlow(HIGH)
  #spare = Buffer.allocUnsafeSlow(HIGH)
  #length = 0
  #busy = false
  #flushed: (() => void)[] = []
  #hasFooter = false
  #atLineStart = true
  /** Nothing more can be written. What follows is dropped. */
  #broken = false
  onChange = (): void => {}
  onBroken = (_error: NodeJS.ErrnoException): void => {}
  /** A line that stays below everything else, on a terminal; empty: none. */
  footer = (): string => ''

  constructor(readonly fd: number) {}

  /** More than the reader takes: sources have to wait. */
  get full(): boolean {
    return this.#length >= HIGH
  }

  append(bytes: Buffer, from = 0, to = bytes.length): void {
    if (to > from) this.#add(to - from, bytes[to - 1] === 10, (at) => bytes.copy(this.#pending, at, from, to))
  }

  /** Text of which each character is a byte. */
  appendLatin1(text: string): void {
    this.#add(text.length, text.endsWith('\n'), (at) => this.#pending.write(text, at, 'latin1'))
  }

  refresh(): void {
    if (this.#busy || this.#broken) return
    if (this.#hasFooter) this.#add(0, true, () => {})
    else if (this.footer()) this.#begin()
  }

  /** Resolves when everything appended so far is written, or cannot be. */
  async flush(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => this.#flushed.push(resolve))
  }

  #add(count: number, endsLine: boolean, fill: (at: number) => void): void {
    if (this.#broken) return
    if (this.#hasFooter) this.#put(ERASE.length, (at) => ERASE.copy(this.#pending, at))
    this.#hasFooter = false
    this.#atLineStart = endsLine
    this.#put(count, fill)
  }

  #put(count: number, fill: (at: number) => void): void {
    const length = this.#length + count
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafeSlow(2 * length)
      this.#pending.copy(larger, 0, 0, this.#length)
      this.#pending = larger
    }
    fill(this.#length)
    const wasFull = this.full
    this.#length = length
    if (!this.#busy) this.#begin()
    if (this.full && !wasFull) this.onChange()
  }

  #begin(): void {
    this.#busy = true
    setImmediate(() => {
      const footer = Buffer.from(this.#atLineStart ? this.footer() : '')
      if (footer.length > 0) this.#put(footer.length, (at) => footer.copy(this.#pending, at))
      this.#hasFooter = footer.length > 0
      const wasFull = this.full
      const [bytes, length] = [this.#pending, this.#length]
      this.#pending = this.#spare
      this.#spare = bytes
      this.#length = 0
      this.#write(bytes, 0, length)
      if (wasFull) this.onChange()
    })
  }

  #write(bytes: Buffer, from: number, to: number): void {
    write(this.fd, bytes, from, to - from, null, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.#write(bytes, from, to), 5)
      else if (error) this.#rest(error)
      else if (from + written < to) this.#write(bytes, from + written, to)
      else if (this.#length > 0) this.#begin()
      else this.#rest()
    })
  }

  #rest(error?: NodeJS.ErrnoException): void {
    this.#busy = false
    for (const resolve of this.#flushed.splice(0)) resolve()
    if (error === undefined) return
    this.#broken = true
    this.#length = 0
    this.onChange()
    this.onBroken(error)
  }
}

/** Standard output for what hosts say, standard error for what launch says: one queue where both are the same file. */
export function openOutputs(): { out: Output; err: Output } {
  const out = new Output(1)
  const [a, b] = [fstatSync(1, { bigint: true }), fstatSync(2, { bigint: true })]
  return { out, err: a.dev === b.dev && a.ino === b.ino ? out : new Output(2) }
}
