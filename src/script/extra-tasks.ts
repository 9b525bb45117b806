import type { ExtraTask, Host } from '../description/host.ts'
import { InputError } from '../description/input-error.ts'
import { optionName } from '../description/option-name.ts'
import { expandPlaceholders, fillPlaceholders, PlaceholderError } from './placeholders.ts'
import { currentName } from './tasks.ts'

/**
 * The extra tasks of a host by name, their template variables replaced.
 * @throws InputError for an unknown variable, in one line that names the option
 */
export function extraTasksOf(host: Host): Map<string, ExtraTask> {
  return new Map(Object.entries(host.extraTasks).map(([name, task]) => [currentName(name), expand(name, task, host)]))
}

function expand(name: string, task: ExtraTask, host: Host): ExtraTask {
  const each = (expandIn: typeof fillPlaceholders, text: string, ...option: PropertyKey[]): string => {
    try {
      return expandIn(text, host)
    } catch (error) {
      if (!(error instanceof PlaceholderError)) throw error
      throw new InputError(`${optionName(['extraTasks', name, ...option])}: ${error.message}`)
    }
  }
  return {
    ...task,
    dir: each(fillPlaceholders, task.dir, 'dir'),
    desc: each(fillPlaceholders, task.desc, 'desc'),
    cmds: task.cmds.map((cmd, index) => each(expandPlaceholders, cmd, 'cmds', index)),
  }
}
