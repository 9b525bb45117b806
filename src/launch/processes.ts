import { readdirSync, readFileSync } from 'node:fs'

export interface Process {
  parent: number
  group: number
  session: number
  /** A zombie that nobody reaps, as in many containers, does not run. */
  runs: boolean
}

/** Whether there is such a process, or, where the number is negative, anybody in such a process group. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** To all of a process group, unless that is gone, or not ours to signal any more. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // as said
  }
}

/** By number; undefined where there is no /proc. */
export function allProcesses(): Map<number, Process> | undefined {
  const all = new Map<number, Process>()
  for (const pid of names('/proc')) if (/^\d+$/.test(pid)) read(Number(pid), all)
  return all.size > 0 ? all : undefined
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(pid: number, all: Map<number, Process>): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, parent, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    all.set(pid, {
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      runs: state !== 'Z' && state !== 'X',
    })
  } catch {
    // it ended while we looked
  }
}
