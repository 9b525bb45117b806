import type { ExtraTask, Host } from '../description/host.ts'
import { currentName } from './tasks.ts'

/** The extra tasks of a host by name. */
export function extraTasksOf({ extraTasks }: Host): Map<string, ExtraTask> {
  return new Map(Object.entries(extraTasks).map(([name, task]) => [currentName(name), task]))
}
