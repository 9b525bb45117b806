import { fstatSync, writev } from 'node:fs'
import { Writable } from 'node:stream'

const HIGH = 256 * 1024
const ERASE = Buffer.from('\r\x1b[K')
const NEWLINE = 10

/**
 * Bytes to a file descriptor, in order, as many at once as have come meanwhile. Never `process.stdout`: that makes
 * a pipe non-blocking for everyone who shares it. After an error, what follows is dropped.
 */
export class Output extends Writable {
  #writing = 0
  #hasFooter = false
  #atLineStart = true
  /** It is full no longer. */
  onRoom = (): void => {}
  /** A line that stays below everything else, on a terminal; empty: none. */
  footer = (): string => ''

  constructor(readonly fd: number) {
    super({ highWaterMark: HIGH })
    this.on('error', () => this.onRoom())
  }

  /** More than the reader takes: sources have to wait. */
  get full(): boolean {
    return !this.destroyed && this.writableLength - this.#writing >= HIGH
  }

  refresh(): void {
    if (this.writableLength === 0 && (this.#hasFooter || this.footer())) this.write('')
  }

  /** Resolves when everything so far is written, or cannot be. */
  async flush(): Promise<void> {
    if (this.writableLength > 0) await new Promise<void>((resolve) => this.write('', () => resolve()))
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const wasFull = this.full
    this.#writing = this.writableLength
    if (wasFull) this.onRoom()
    const bytes = chunks.map(({ chunk }) => chunk).filter(({ length }) => length > 0)
    if (bytes.length > 0) this.#atLineStart = bytes.at(-1)!.at(-1) === NEWLINE
    if (this.#hasFooter) bytes.unshift(ERASE)
    const footer = this.#atLineStart ? this.footer() : ''
    this.#hasFooter = footer !== ''
    this.#send([...bytes, Buffer.from(footer)], (error) => {
      this.#writing = 0
      done(error)
    })
  }

  #send(bytes: Buffer[], done: (error: Error | null) => void): void {
    writev(this.fd, bytes, (error, written) => {
      const length = bytes.reduce((sum, { length }) => sum + length, 0)
      if (error?.code === 'EAGAIN') setTimeout(() => this.#send(bytes, done), 5)
      else if (error || written === length) done(error)
      else this.#send([Buffer.concat(bytes).subarray(written)], done)
    })
  }
}

/** Standard output for what hosts say, standard error for what launch says: one queue where both are the same file. */
export function openOutputs(): { out: Output; err: Output } {
  const out = new Output(1)
  const [a, b] = [fstatSync(1, { bigint: true }), fstatSync(2, { bigint: true })]
  return { out, err: a.dev === b.dev && a.ino === b.ino ? out : new Output(2) }
}
