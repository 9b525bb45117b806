import { setTimeout as sleep } from 'node:timers/promises'
import { type Family, follow } from './family.ts'
import { isThere, signalGroup } from './processes.ts'

const LADDER = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const
const TICK_MS = 20
const UNKILLABLE_MS = 5000

/** Milliseconds from SIGINT to SIGTERM, and from there to SIGKILL. */
export type Patience = readonly [number, number]

export const PATIENCE = { withLeader: [10_000, 5000], orphaned: [500, 1000], hurried: [0, 1000] } as const

interface Group extends Family {
  leader: boolean
  /** How many signals of the ladder it got, and when the last one. */
  step: number
  since: number
}

/** The process groups of our children; each child leads its own. */
export class Groups {
  readonly #groups = new Map<number, Group>()
  readonly #expected = new Set<object>()
  #hurry = 0
  #ending = false

  constructor(readonly patience: Record<keyof typeof PATIENCE, Patience> = PATIENCE) {}

  /** From here on no child may be started. */
  get ending(): boolean {
    return this.#ending
  }

  /** A child is being started: no end before `add`, or the call of what this returns. */
  expect(): () => void {
    const child = {}
    this.#expected.add(child)
    return () => this.#expected.delete(child)
  }

  add(pid: number): void {
    this.#groups.set(pid, { parts: new Set([pid]), leader: true, step: 0, since: 0 })
  }

  /** The child itself is gone; what it left in the background may live on. */
  orphan(pid: number): void {
    const group = this.#groups.get(pid)
    if (group && [...group.parts].some((part) => isThere(-part))) group.leader = false
    else this.#groups.delete(pid)
  }

  /** Ends one group in its time; resolves when it is gone, cannot be ended, or all are being ended. */
  async stop(pid: number): Promise<void> {
    const group = this.#groups.get(pid)
    while (group !== undefined && !this.#ending) {
      follow(new Map([[pid, group]]), false)
      if (group.parts.size === 0) return
      this.#press(group, performance.now())
      if (group.step === LADDER.length && performance.now() - group.since > UNKILLABLE_MS) return
      await sleep(TICK_MS)
    }
  }

  /** Once: SIGTERM for all now, SIGKILL soon. Twice: SIGKILL now. */
  hurry(): void {
    this.#hurry++
  }

  /** Ends every group; resolves when all are gone, with those that even SIGKILL could not end. */
  async end(): Promise<number[]> {
    this.#ending = true
    for (;;) {
      follow(this.#groups, true)
      for (const [pid, { parts }] of this.#groups) if (parts.size === 0) this.#groups.delete(pid)
      const now = performance.now()
      for (const group of this.#groups.values()) this.#press(group, now)
      const left = [...this.#groups]
      if (
        this.#expected.size === 0 &&
        left.every(([, { step, since }]) => step === LADDER.length && now - since > UNKILLABLE_MS)
      ) {
        return left.map(([pid]) => pid)
      }
      await sleep(TICK_MS)
    }
  }

  #press(group: Group, now: number): void {
    const signal = LADDER[group.step]
    if (signal === undefined || (group.step > 0 && now - group.since < this.#wait(group))) return
    for (const part of group.parts) signalGroup(part, signal)
    group.step++
    group.since = now
  }

  #wait(group: Group): number {
    if (this.#hurry > 1) return 0
    const patience = this.#hurry === 1 ? 'hurried' : group.leader ? 'withLeader' : 'orphaned'
    return this.patience[patience][group.step - 1]!
  }
}
