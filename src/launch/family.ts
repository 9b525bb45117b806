import { allProcesses, isThere, type Process } from './processes.ts'

/** A child, which leads a process group, and what comes of it. */
export interface Family {
  /** Its process group, and those that its children made: `timeout` does, and a shell with job control. None: it is gone. */
  parts: Set<number>
}

/**
 * Adds the process groups that have been made since, and removes those that are gone.
 * @param families by the number of the child
 * @param wide whether who only shares the session of a child belongs to it, since who started that is gone
 */
export function follow(families: ReadonlyMap<number, Family>, wide: boolean): void {
  const all = [...families.values()]
  const isGroupThere = (group: number): boolean => isThere(-group)
  const processes = all.some(({ parts }) => [...parts].some(isGroupThere)) ? allProcesses() : new Map<number, Process>()
  if (processes !== undefined) adopt(families, processes, wide)
  const isRunning = processes === undefined ? isGroupThere : runningIn(processes)
  for (const { parts } of all) {
    for (const part of parts) if (!isRunning(part)) parts.delete(part)
  }
}

function adopt(families: ReadonlyMap<number, Family>, processes: ReadonlyMap<number, Process>, wide: boolean): void {
  const owners = new Map<number, Family>()
  const sessions = new Map<number, Family>()
  for (const [child, family] of families) {
    for (const part of family.parts) owners.set(part, family)
    const process = processes.get(child)
    if (wide && process?.runs) sessions.set(process.session, family)
  }
  const ownerOf = (process: Process | undefined): Family | undefined =>
    process && (owners.get(process.group) ?? ownerOf(processes.get(process.parent)))
  for (const process of processes.values()) {
    const owner = ownerOf(process) ?? (process.group === process.session ? undefined : sessions.get(process.session))
    if (owner === undefined) continue
    owner.parts.add(process.group)
    owners.set(process.group, owner)
  }
}

function runningIn(processes: ReadonlyMap<number, Process>): (group: number) => boolean {
  const running = new Set([...processes.values()].filter(({ runs }) => runs).map(({ group }) => group))
  return (group) => running.has(group)
}
