import { labelled } from './label.ts'
import type { Output } from './output.ts'
import type { Source } from './source.ts'

const STALLED_MS = 1000
const LONGEST = 64 * 1024 * 1024
const HELD_BY_ALL = 32 * 1024 * 1024

/**
 * Lets sources print in turn. A line too long to be kept in memory goes out while it is read, and the others
 * wait for its end: for at most 64 MiB, or a second without a byte, then it is broken so that they can go on.
 */
export class Screen {
  readonly #sources = new Map<Source, (go: boolean) => void>()
  #waiting: (() => void)[] = []
  #owner: Source | undefined
  #owned = 0
  #moved = false
  #timer: NodeJS.Timeout | undefined
  /** Bytes of a line that a source may keep. */
  readonly lineLimit: number

  constructor(
    readonly out: Output,
    sources: number,
  ) {
    this.lineLimit = Math.min(1024 * 1024, Math.floor(HELD_BY_ALL / Math.max(1, sources)))
    out.onChange = () => this.#update()
  }

  /** `valve` is told when the source has to wait, and when it may go on. */
  add(source: Source, valve: (go: boolean) => void): void {
    this.#sources.set(source, valve)
    valve(this.#isFree(source))
  }

  remove(source: Source): void {
    this.#sources.delete(source)
  }

  /** Resolves when the source may print. */
  async turn(source: Source): Promise<void> {
    while (!this.#isFree(source)) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** @param label undefined where a line goes on */
  print(source: Source, label: string | undefined, bytes: Buffer, from: number, to: number, last: boolean): void {
    if (label) this.out.appendLatin1(labelled(label, bytes, from, to))
    else this.out.append(bytes, from, to)
    if (last && this.#owner === source) this.#own(undefined)
    else if (!last && label !== undefined) this.#own(source)
    else if (!last) this.#grow(to - from)
  }

  /** Ends a line that is still going on, so that somebody else can print at once. */
  cut(): void {
    this.#owner?.end()
  }

  #grow(bytes: number): void {
    this.#moved = true
    this.#owned += bytes
    if (this.#owned > LONGEST && this.#othersWait) this.cut()
  }

  #own(source: Source | undefined): void {
    clearInterval(this.#timer)
    this.#owner = source
    this.#owned = 0
    if (source) this.#timer = setInterval(() => this.#cutStalled(), STALLED_MS)
    this.#update()
  }

  #cutStalled(): void {
    if (!this.#moved && !this.out.full && this.#othersWait) this.cut()
    this.#moved = false
  }

  get #othersWait(): boolean {
    return this.#sources.size > 1 || this.#waiting.length > 0
  }

  #isFree(source: Source): boolean {
    return !this.out.full && (this.#owner === undefined || this.#owner === source)
  }

  #update(): void {
    this.#moved = true
    for (const [source, valve] of this.#sources) valve(this.#isFree(source))
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
