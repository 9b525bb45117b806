import type { HealthCheck } from '../description/deployment.ts'
import type { Host } from '../description/host.ts'

/** A health check with its name. */
export type NamedCheck = HealthCheck & { name: string; what: string }

/** The health checks of a host, by name. */
export function healthChecks(host: Host): NamedCheck[] {
  return Object.entries(host.deployment['health-checks'])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, check]) => ({ ...check, name, what: what(check) }))
}

function what({ url, unit, command }: HealthCheck): string {
  if (url !== null) return `${url} answers`
  if (unit !== null) return `${unit} is active`
  return command !== null ? 'a command here succeeds' : 'a command there succeeds'
}

/** How long these checks may take, one after the other, in seconds. */
export function longestChecks(checks: readonly HealthCheck[]): number {
  return checks.reduce((sum, { tries, timeout, interval }) => sum + tries * (timeout + 5) + (tries - 1) * interval, 0)
}
