/** The candidates that a typing error away from `word`, nearest first. */
export function near(word: string, candidates: readonly string[]): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3))
  return candidates
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .filter((one) => one.distance <= limit || (word.length > 2 && one.candidate.startsWith(word)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((one) => one.candidate)
}

/** Insertions, deletions, replacements, and two neighbours that changed places, each 1. */
export function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = a[i - 2] === b[j - 1] && a[i - 1] === b[j - 2] ? (rows[i - 2]?.[j - 2] ?? Infinity) + 1 : Infinity
      row.push(Math.min(replaced, swapped, rows[i - 1]![j]! + 1, row[j - 1]! + 1))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

/** The candidates that begin nearly like a glob does, before its first `*` or the like. */
export function nearGlob(glob: string, candidates: readonly string[]): string[] {
  const stem = glob.replace(/[*?[{].*/s, '')
  const isNear = (candidate: string) => distance(stem, candidate.slice(0, stem.length)) <= stem.length / 3
  return stem === '' ? [] : candidates.filter(isNear).slice(0, 3)
}
