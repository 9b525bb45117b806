const BYTES = 4096
const LINES = 10

/** The last lines of what passed by: at most ten, and 4 KiB. */
export class Tail {
  #bytes = Buffer.alloc(0)
  #cut = false

  take(chunk: Buffer): void {
    const all = chunk.length >= BYTES ? chunk : Buffer.concat([this.#bytes, chunk])
    this.#cut ||= this.#bytes.length + chunk.length > BYTES
    this.#bytes = Buffer.from(all.subarray(-BYTES))
  }

  lines(): Buffer[] {
    const lines: Buffer[] = []
    let to = this.#bytes.length
    if (this.#bytes[to - 1] === 10) to--
    while (to >= 0 && lines.length < LINES && this.#bytes.length > 0) {
      const from = to === 0 ? 0 : this.#bytes.lastIndexOf(10, to - 1) + 1
      if (from === 0 && this.#cut && lines.length > 0) break
      lines.unshift(this.#bytes.subarray(from, to))
      to = from - 1
    }
    return lines
  }
}
