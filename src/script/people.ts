import type { HealthCheck } from '../description/deployment.ts'
import type { ExtraTask, Host } from '../description/host.ts'
import { verbatim } from '../shell/fragment.ts'
import { oneLine, print } from '../shell/quote.ts'
import { currentName } from './tasks.ts'

/** An extra task by the name that it has today; undefined when there is none. */
export function extraTask({ extraTasks }: Host, name: string): ExtraTask | undefined {
  return Object.entries(extraTasks).find(([each]) => currentName(each) === name)?.[1]
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
      text: untouched(command ?? hostCommand ?? ''),
      tried: `tried ${print([name, tries, interval])}`,
    }))
}

/** How long these checks may take, one after the other, in seconds. */
export function longestChecks(checks: readonly HealthCheck[]): number {
  return checks.reduce((sum, { tries, timeout, interval }) => sum + tries * (timeout + 5) + (tries - 1) * interval, 0)
}

/** Somebody's shell text between NULs, which no text holds: what the script prints as it stands. */
export function untouched(text: string): string {
  return `\0${verbatim(text)}\0`
}
