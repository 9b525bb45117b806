import type { HealthCheck } from '../description/deployment.ts'
import type { ExtraTask, Host } from '../description/host.ts'
import { InputError } from '../description/input-error.ts'
import { optionName } from '../description/option-name.ts'
import { oneLine, print } from '../shell/quote.ts'
import { expandPlaceholders, fillPlaceholders, PlaceholderError } from './placeholders.ts'
import { currentName } from './tasks.ts'

/**
 * An extra task, its template variables replaced; undefined when there is none of that name.
 * @throws InputError for an unknown variable, in one line that names the option
 */
export function extraTask(host: Host, name: string): ExtraTask | undefined {
  const found = Object.entries(host.extraTasks).find(([each]) => currentName(each) === name)
  if (found === undefined) return undefined
  const [option, task] = found
  const each = (expandIn: typeof fillPlaceholders, text: string, ...path: PropertyKey[]): string => {
    try {
      return expandIn(text, host)
    } catch (error) {
      if (!(error instanceof PlaceholderError)) throw error
      throw new InputError(`${optionName(['extraTasks', option, ...path])}: ${error.message}`)
    }
  }
  return {
    ...task,
    dir: each(fillPlaceholders, task.dir, 'dir'),
    desc: each(fillPlaceholders, task.desc, 'desc'),
    cmds: task.cmds.map((cmd, index) => each(expandPlaceholders, cmd, 'cmds', index)),
  }
}

/** A health check as the script prints it. */
export interface CheckModel {
  kind: 'url' | 'unit' | 'host-command' | 'command'
  /** For a comment. */
  what: string
  timeout: number
  url: string | null
  unit: string | null
  /** Somebody's shell text. */
  text: string
  /** What is run after a failed try: `tried NAME TRIES SECONDS`. */
  tried: string
}

/** The health checks of a host, by name. */
export function healthChecks(host: Host): CheckModel[] {
  return Object.entries(host.deployment['health-checks'])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { url, unit, command, 'host-command': hostCommand, timeout, tries, interval }]) => ({
      kind: url !== null ? 'url' : unit !== null ? 'unit' : command !== null ? 'command' : 'host-command',
      what: `${oneLine(name)}: ${url !== null ? 'a website' : unit !== null ? 'a unit' : `a command ${command !== null ? 'here' : 'there'}`}`,
      timeout,
      url,
      unit,
      text: verbatim(command ?? hostCommand ?? ''),
      tried: `tried ${print([name, tries, interval])}`,
    }))
}

/** How long these checks may take, one after the other, in seconds. */
export function longestChecks(checks: readonly HealthCheck[]): number {
  return checks.reduce((sum, { tries, timeout, interval }) => sum + tries * (timeout + 5) + (tries - 1) * interval, 0)
}

/** Somebody's shell text for lines of its own, of which none runs into the next. */
export function verbatim(text: string): string {
  const lines = text.trim()
  return lines.endsWith('\\') ? `${lines}\n` : lines
}
