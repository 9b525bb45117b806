import { constants } from 'node:os'

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number as number, name]))

/** `1`, and `137 (SIGKILL)`: a shell says 128 and the number of a signal. */
export function exitText(code: number): string {
  const signal = SIGNALS.get(code - 128)
  return signal === undefined ? String(code) : `${code} (${signal})`
}
