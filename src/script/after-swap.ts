import type { PlacedSecret } from './secrets.ts'

/** What a host does once for a unit, if one of these files changed. */
export interface UnitWork {
  unit: string
  restart: string[]
  reload: string[]
}

/** Units to restart or reload after secrets changed, by name, with the paths that each depends on. */
export function afterSwap(secrets: readonly PlacedSecret[]): UnitWork[] {
  const paths = (unit: string, option: 'restartUnits' | 'reloadUnits') =>
    secrets.filter((secret) => secret[option].includes(unit)).map(({ path }) => path)
  const units = [
    ...new Set(secrets.flatMap(({ restartUnits, reloadUnits }) => [...restartUnits, ...reloadUnits])),
  ].sort()
  return units.map((unit) => ({ unit, restart: paths(unit, 'restartUnits'), reload: paths(unit, 'reloadUnits') }))
}
