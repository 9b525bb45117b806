import { type ChildProcess, spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const LADDER = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
const TICK_MS = 20
/** Within this, a signal that comes twice is one keypress: from the terminal, and again from npm. */
const SAME_MS = 400
/** Milliseconds before SIGINT, from there to SIGTERM, to SIGKILL, and until nothing helps. */
const PATIENCE = [0, 10_000, 5000, 5000]
/** For what a script left behind, and after a second Ctrl-C. */
const LITTLE = [0, 500, 1000, 5000]
const NONE = [0, 0, 0, 5000]

interface Group {
  /** Its process group, and those that its processes made for themselves: `timeout` does, and a shell with job control. */
  parts: Set<number>
  leader: boolean
  /** How many signals of the ladder it got, and when the last one. */
  step: number
  since: number
}

/** The process groups of our children; each child leads its own, and a session. */
export class Groups {
  readonly #groups = new Map<number, Group>()
  #hurry = 0
  /** From here on no child may be started. */
  ending = false

  add(pid: number): void {
    this.#groups.set(pid, { parts: new Set([pid]), leader: true, step: 0, since: 0 })
  }

  /** The child itself is gone; what it left in the background may live on. */
  orphan(pid: number): void {
    const group = this.#groups.get(pid)
    if (group && [...group.parts].some((part) => signalGroup(part, 0))) group.leader = false
    else this.#groups.delete(pid)
  }

  /** Ends one group in its time; resolves when it is gone, cannot be ended, or all are being ended. */
  async stop(pid: number): Promise<void> {
    const one = new Map([[pid, this.#groups.get(pid)!]])
    while (!this.ending && this.#press(one)) await sleep(TICK_MS)
  }

  /** Once: SIGTERM for all soon, then SIGKILL. Twice: SIGKILL now. */
  hurry(): void {
    this.#hurry++
  }

  /** Ends every group; resolves when all are gone, with those that even SIGKILL could not end. */
  async end(): Promise<number[]> {
    this.ending = true
    while (this.#press(this.#groups)) await sleep(TICK_MS)
    return [...this.#groups.keys()]
  }

  /** Sends what is due; returns whether there is anything left that may still end. */
  #press(groups: Map<number, Group>): boolean {
    const now = performance.now()
    const isDue = (group: Group): boolean => now - group.since >= this.#wait(group)
    if ([...groups.values()].some(isDue)) look(groups)
    for (const [pid, group] of groups) {
      for (const part of group.parts) if (!signalGroup(part, 0)) group.parts.delete(part)
      if (group.parts.size === 0) {
        groups.delete(pid)
        this.#groups.delete(pid)
      } else if (isDue(group)) {
        for (const part of group.parts) if (group.step < LADDER.length) signalGroup(part, LADDER[group.step]!)
        group.step++
        group.since = now
      }
    }
    return [...groups.values()].some(({ step }) => step <= LADDER.length)
  }

  #wait({ step, leader }: Group): number {
    const patience = this.#hurry > 1 ? NONE : this.#hurry === 1 || !leader ? LITTLE : PATIENCE
    return patience[step] ?? Infinity
  }
}

/** Adds the process groups that were made since, and removes those of which only zombies are left. */
function look(groups: ReadonlyMap<number, Group>): void {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,sess=,stat='], { encoding: 'utf8' })
  if (!stdout) return // no ps here: their own groups are what we know
  const rows = stdout.matchAll(/^ *(\d+) +(\d+) +(\d+) +(\d+) +(\S)/gm)
  const all = [...rows].map(([, pid, parent, group, session, state]) => {
    return { pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(session), state }
  })
  const byPid = new Map(all.map((one) => [one.pid, one]))
  const owners = new Map(
    [...groups.values()].flatMap((owner) => [...owner.parts].map((part) => [part, owner] as const)),
  )
  const ownerOf = (pid: number): Group | undefined => {
    const one = byPid.get(pid)
    return one && (owners.get(one.group) ?? groups.get(one.session) ?? ownerOf(one.parent))
  }
  for (const { pid, group } of all) {
    const owner = ownerOf(pid)
    if (owner) owners.set(group, owner)
  }
  const running = new Set(all.filter(({ state }) => state !== 'Z').map(({ group }) => group))
  for (const owner of groups.values())
    owner.parts = new Set([...running].filter((group) => owners.get(group) === owner))
}

/** To all of a process group, as far as they are ours to signal; returns whether there is anybody in it. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The one way to stop early: nothing new starts, and every process group is ended. */
export class Interrupt {
  /** Why the run is being stopped, and the exit code that this end means. */
  reason: string | undefined
  exit: number | undefined
  #since = 0
  /** Has our terminal for itself: Ctrl-C reaches it without us, and every other signal through us. */
  guest: ChildProcess | undefined
  #resolve: (survivors: number[]) => void = () => {}
  /** Resolves after an interrupt, when all groups are gone, with those that could not be ended. */
  readonly over = new Promise<number[]>((resolve) => (this.#resolve = resolve))

  constructor(
    readonly groups: Groups,
    readonly announce: (reason: string) => void,
  ) {}

  signal(name: NodeJS.Signals): void {
    const now = performance.now()
    if (this.guest !== undefined) this.guest.kill(name === 'SIGINT' || name === 'SIGQUIT' ? 0 : name)
    else if (this.reason === undefined) this.begin(name)
    else if (now - this.#since > SAME_MS) this.groups.hurry()
    else return
    this.exit = 130
    this.#since = now
  }

  begin(reason: string, exit = 130): void {
    if (this.reason !== undefined) return
    this.reason = reason
    this.exit = exit
    this.announce(reason)
    void this.groups.end().then(this.#resolve)
  }
}
