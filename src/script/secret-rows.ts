import { oneLine } from '../shell/quote.ts'
import type { PlacedSecret } from './secrets.ts'

/** A table of secrets, a line each: name, path, mode, owner and group, units. */
export function secretRows(secrets: readonly PlacedSecret[]): string[] {
  const rows = secrets.map((secret) => [
    secret.label,
    oneLine(secret.path),
    `${secret.mode} ${secret.owner}:${secret['group-name']}`,
    [
      ...secret.restartUnits.map((unit) => `restarts ${unit}`),
      ...secret.reloadUnits.map((unit) => `reloads ${unit}`),
    ].join(', '),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  )
}
