import { fstatSync, write } from 'node:fs'

const HIGH = 1024 * 1024
const ERASE = Buffer.from('\r\x1b[K')

/**
 * Bytes to a file descriptor, in order, one asynchronous write at a time. Never `process.stdout`: that
 * makes a pipe non-blocking for everyone who shares it.
 */
export class Output {
  #pending: Buffer[] = []
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

  /** The bytes stay as they are until they are written. */
  append(text: Buffer | string): void {
    if (this.#broken || text.length === 0) return
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    this.#erase()
    this.#atLineStart = bytes.at(-1) === 10
    this.#put(bytes)
  }

  refresh(): void {
    if (this.#busy || this.#broken) return
    if (this.#hasFooter) this.#erase()
    else if (this.footer()) this.#begin()
  }

  /** Resolves when everything appended so far is written, or cannot be. */
  async flush(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => this.#flushed.push(resolve))
  }

  #erase(): void {
    if (this.#hasFooter) this.#put(ERASE)
    this.#hasFooter = false
  }

  #put(bytes: Buffer): void {
    const wasFull = this.full
    this.#pending.push(bytes)
    this.#length += bytes.length
    if (!this.#busy) this.#begin()
    if (this.full && !wasFull) this.onChange()
  }

  #begin(): void {
    this.#busy = true
    setImmediate(() => {
      const footer = Buffer.from(this.#atLineStart ? this.footer() : '')
      this.#hasFooter = footer.length > 0
      const [bytes, wasFull] = [Buffer.concat([...this.#pending, footer]), this.full]
      this.#pending = []
      this.#length = 0
      this.#write(bytes)
      if (wasFull) this.onChange()
    })
  }

  #write(bytes: Buffer): void {
    write(this.fd, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.#write(bytes), 5)
      else if (error) this.#rest(error)
      else if (written < bytes.length) this.#write(bytes.subarray(written))
      else if (this.#length > 0) this.#begin()
      else this.#rest()
    })
  }

  #rest(error?: NodeJS.ErrnoException): void {
    this.#busy = false
    for (const resolve of this.#flushed.splice(0)) resolve()
    if (error === undefined) return
    this.#broken = true
    this.#pending = []
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
