import { UsageError } from './usage.ts'

/** What Node's timers can wait for. */
const LONGEST_S = 24 * 24 * 3600
const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 }

/** A number of things, from `least` up. */
export function wholeNumber(name: string, text: string, least: 0 | 1): number {
  if (/^(0|[1-9]\d{0,5})$/.test(text) && Number(text) >= least) return Number(text)
  throw new UsageError(`${name} takes one number from ${least} up, such as ${name} 4, not ${JSON.stringify(text)}`)
}

/** Seconds: of `90`, `90s`, `10m`, `1h30m` and `2d`. */
export function duration(name: string, text: string): number {
  const [, ...parts] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text) ?? []
  const seconds = parts.reduce((sum, part, at) => sum + Number(part ?? 0) * Object.values(UNITS)[at]!, 0)
  if (seconds > 0 && seconds <= LONGEST_S) return seconds
  const limit = seconds > LONGEST_S ? 'at most 24 days' : 'a time'
  throw new UsageError(`${name} takes ${limit}, such as 90s, 10m or 1h30m, not ${JSON.stringify(text)}`)
}

export function oneOf<const T extends string>(name: string, text: string, values: readonly T[]): T {
  const value = values.find((value) => value === text)
  if (value !== undefined) return value
  throw new UsageError(`${name} can be ${values.join(', ').replace(/, (?=\S+$)/, ' or ')}, not ${JSON.stringify(text)}`)
}

export function flakeReference(text: string): string {
  if (!text.includes('#')) return text
  throw new UsageError(`--flake takes a flake without #: give ${text.replace(/#.*/s, '') || '.'}, and hosts as targets`)
}

export function withoutTasks(target: string): string {
  if (target.includes('/') || !target.includes(':')) return target
  throw new UsageError(`--except leaves out whole hosts: give ${target.replace(/:.*/s, '') || 'a host'}, without tasks`)
}
