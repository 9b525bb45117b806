import type { Output } from './output.ts'

export interface Speaker {
  readonly name: string
  readonly task: string | undefined
  /** Ends a line that is still going on. */
  end(): void
}

/** Shows whole lines (`first` and `last`), or a piece of one line, which `first` begins and `last` ends. */
export type Show = (speaker: Speaker, bytes: Buffer, first: boolean, last: boolean) => void

const STALLED_MS = 1000
const LONGEST = 64 * 1024 * 1024
const HELD_BY_ALL = 32 * 1024 * 1024

/**
 * Lets hosts print in turn. A line too long to be kept in memory goes out while it is read, and the others
 * wait for its end: for at most 64 MiB, or a second without a byte, then it is broken so that they can go on.
 */
export class Screen {
  /** Each with what opens and closes its pipe. */
  readonly #speakers = new Map<Speaker, (go: boolean) => void>()
  #waiting: (() => void)[] = []
  #owner: Speaker | undefined
  #owned = 0
  #moved = false
  #timer: NodeJS.Timeout | undefined
  readonly lineLimit: number

  constructor(
    readonly out: Output,
    speakers: number,
  ) {
    this.lineLimit = Math.min(1024 * 1024, Math.floor(HELD_BY_ALL / Math.max(1, speakers)))
    out.onRoom = () => this.#update()
  }

  add(speaker: Speaker, valve: (go: boolean) => void): void {
    this.#speakers.set(speaker, valve)
    valve(this.#isFree(speaker))
  }

  remove(speaker: Speaker): void {
    this.#speakers.delete(speaker)
  }

  async turn(speaker: Speaker): Promise<void> {
    while (!this.#isFree(speaker)) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** @param label undefined where a line goes on */
  print(speaker: Speaker, label: string | undefined, bytes: Buffer, last: boolean): void {
    this.out.write(label ? labelled(label, bytes) : Buffer.from(bytes))
    if (this.out.full) this.#update()
    if (last) {
      if (this.#owner === speaker) this.#own(undefined)
    } else if (label !== undefined) {
      this.#own(speaker)
    } else {
      this.#moved = true
      this.#owned += bytes.length
      if (this.#owned > LONGEST && this.#othersWait) this.cut()
    }
  }

  /** Ends a line that is still going on, so that somebody else can print at once. */
  cut(): void {
    this.#owner?.end()
  }

  #own(speaker: Speaker | undefined): void {
    clearInterval(this.#timer)
    this.#owner = speaker
    this.#owned = 0
    if (speaker) this.#timer = setInterval(() => this.#cutStalled(), STALLED_MS)
    this.#update()
  }

  #cutStalled(): void {
    if (!this.#moved && !this.out.full && this.#othersWait) this.cut()
    this.#moved = false
  }

  get #othersWait(): boolean {
    return this.#speakers.size > 1 || this.#waiting.length > 0
  }

  #isFree(speaker: Speaker): boolean {
    return !this.out.full && (this.#owner === undefined || this.#owner === speaker)
  }

  #update(): void {
    this.#moved = true
    for (const [speaker, valve] of this.#speakers) valve(this.#isFree(speaker))
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

/** One line or more, each behind `label`. */
export function labelled(label: string, lines: Buffer): Buffer {
  const before = Buffer.from(label).toString('latin1') // each character a byte
  const text = lines.toString('latin1')
  return Buffer.from(before + text.slice(0, -1).replaceAll('\n', () => `\n${before}`) + text.slice(-1), 'latin1')
}
