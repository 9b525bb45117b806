import { UsageError } from './usage.ts'

/** How many jobs of a run: so many, or so many of each hundred, but at least one. */
export type WaveSize = { count: number } | { percent: number }

/** @throws UsageError for what is no list of such sizes: `1,10%,100%` */
export function parseWaves(text: string): WaveSize[] {
  const sizes = text.split(',').map(parseSize)
  if (sizes.every((size) => size !== undefined)) return sizes
  throw new UsageError(
    `--wave takes numbers of hosts from 1 up or percentages up to 100%, such as --wave 1,10%,100%, not ${JSON.stringify(text)}`,
  )
}

/** The jobs in waves, in order. The last size counts for all that are left. No sizes: one wave. */
export function inWaves<T>(jobs: readonly T[], sizes: readonly WaveSize[]): T[][] {
  const waves: T[][] = []
  for (let from = 0; from < jobs.length; ) {
    const size = sizes[Math.min(waves.length, sizes.length - 1)] ?? { percent: 100 }
    const to = from + ('count' in size ? size.count : Math.max(1, Math.floor((jobs.length * size.percent) / 100)))
    waves.push(jobs.slice(from, to))
    from = to
  }
  return waves
}

export function showWaves(sizes: readonly WaveSize[]): string {
  return sizes.map((size) => ('count' in size ? String(size.count) : `${size.percent}%`)).join(',')
}

function parseSize(text: string): WaveSize | undefined {
  const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(text) ?? []
  const number = Number(digits)
  if (digits === undefined || (percent && number > 100)) return undefined
  return percent ? { percent: number } : { count: number }
}
