export interface Counts {
  running: number
  waiting: number
  done: number
  failed: number
}

/** `2 running, 3 waiting, 1 done, 1 failed, 1:05 | ahorn rebuild, birke check`, in at most `width` columns. */
export function statusLine(
  { running, waiting, done, failed }: Counts,
  seconds: number,
  where: readonly string[],
  width: number,
): string {
  const counts = [
    `${running} running`,
    `${waiting} waiting`,
    `${done} done`,
    `${failed} failed`,
    elapsed(seconds),
  ].join(', ')
  const line = where.length === 0 ? counts : `${counts} | ${where.join(', ')}`
  const characters = [...line]
  return characters.length <= width ? line : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`
}

function elapsed(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
