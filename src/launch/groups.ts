import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const LADDER = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const
const TICK_MS = 20
const UNKILLABLE_MS = 5000

/** Milliseconds from SIGINT to SIGTERM, and from there to SIGKILL. */
export type Patience = readonly [number, number]

export const PATIENCE = { withLeader: [10_000, 5000], orphaned: [500, 1000], hurried: [0, 1000] } as const

interface Group {
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
    this.#groups.set(pid, { leader: true, step: 0, since: 0 })
  }

  /** The child itself is gone; what it left in the background may live on. */
  orphan(pid: number): void {
    const group = this.#groups.get(pid)
    if (group && isThere(pid)) group.leader = false
    else this.#groups.delete(pid)
  }

  /** Ends one group in its time; resolves when it is gone, cannot be ended, or all are being ended. */
  async stop(pid: number): Promise<void> {
    const group = this.#groups.get(pid)
    while (group !== undefined && !this.#ending && gone([pid]).length === 0) {
      this.#press(pid, group, performance.now())
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
      for (const pid of gone([...this.#groups.keys()])) this.#groups.delete(pid)
      const now = performance.now()
      for (const [pid, group] of this.#groups) this.#press(pid, group, now)
      const left = [...this.#groups]
      if (this.#expected.size === 0 && left.every(([, { step, since }]) => step === LADDER.length && now - since > UNKILLABLE_MS)) {
        return left.map(([pid]) => pid)
      }
      await sleep(TICK_MS)
    }
  }

  #press(pid: number, group: Group, now: number): void {
    const signal = LADDER[group.step]
    if (signal === undefined || (group.step > 0 && now - group.since < this.#wait(group))) return
    try {
      process.kill(-pid, signal)
    } catch {
      // gone, or not ours to signal any more
    }
    group.step++
    group.since = now
  }

  #wait(group: Group): number {
    if (this.#hurry > 1) return 0
    const patience = this.#hurry === 1 ? 'hurried' : group.leader ? 'withLeader' : 'orphaned'
    return this.patience[patience][group.step - 1]!
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Those of which nothing runs. A zombie that nobody reaps, as in many containers, does not run. */
function gone(pids: readonly number[]): number[] {
  const there = pids.filter(isThere)
  const running = there.length === 0 || !existsSync('/proc/self/stat') ? new Set(there) : runningGroups()
  return pids.filter((pid) => !running.has(pid))
}

function runningGroups(): Set<number> {
  const groups = new Set<number>()
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (state !== 'Z' && state !== 'X') groups.add(Number(group))
    } catch {
      // it ended while we looked
    }
  }
  return groups
}
