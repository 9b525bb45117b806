import { distance } from 'fastest-levenshtein'
import picomatch from 'picomatch'
import { quote } from '../../shell/quote.ts'
import { SELF, UsageError } from './option-table.ts'

/** The groups and tags are empty where nobody asks for one: they cost the evaluation of each host. */
export interface Fleet {
  names: readonly string[]
  groups: ReadonlyMap<string, readonly string[]>
  tags: ReadonlyMap<string, readonly string[]>
}

export function matching(glob: string, names: Iterable<string>): string[] {
  const matches = picomatch(glob.replaceAll('+', '\\+'), { dot: true, posix: true, noextglob: true, nonegate: true })
  return [...names].filter((name) => matches(name))
}

/** Whether a word stands for the names that it matches, as in a shell: `web-*`, `web-?`, `web-[12]`, `{web,mail}-1`. */
export function isGlob(word: string): boolean {
  return /[*?[{]/.test(word)
}

/** Whether a name can only be a group, a tag, or nothing. */
export function needsEvaluation(name: string, names: readonly string[]): boolean {
  return name.startsWith('@') || !(isWide(name) || names.includes(name))
}

/** Whether a name stands for hosts that nobody named: such a host is left out when it cannot be deployed. */
export function isWide(name: string): boolean {
  return name === 'all' || (isGlob(name) && !name.startsWith('@'))
}

/**
 * The hosts that a name stands for: a host, a group, `@tag`, a glob of hosts or tags, `all`.
 * @throws UsageError when there are none, with names that are near
 */
export function hostsOf(name: string, fleet: Fleet): readonly string[] {
  const { names, groups, tags } = fleet
  if (name === 'all') return names
  if (names.includes(name)) return [name]
  const [isTag, isPattern] = [name.startsWith('@'), isGlob(name)]
  const word = isTag ? name.slice(1) : name
  const sets = isTag ? tags : isPattern ? new Map(names.map((host) => [host, [host]])) : groups
  const keys = isPattern ? matching(word, sets.keys()) : [word]
  const found = new Set(keys.flatMap((key) => sets.get(key) ?? []))
  if (found.size > 0) return names.filter((host) => found.has(host))
  const known = [...new Set([...names, ...groups.keys(), ...[...tags.keys()].map((tag) => `@${tag}`), 'all'])]
  const likely = isPattern ? nearGlob(name, known) : near(name, known)
  const tagged = isPattern ? 'has a tag that matches' : 'has a tag'
  const problem = isTag ? tagged : isPattern ? 'matches' : 'or group is called'
  throw new UsageError(`no host ${problem} ${quote(word)}: ${hint(likely, `${SELF} --list shows what there is`)}`)
}

export function hint(likely: readonly string[], otherwise: string): string {
  return likely.length > 0 ? `did you mean ${likely.join(' or ')}?` : otherwise
}

/** The candidates that are a typing error away from `word` (two letters that changed places are two), nearest first. */
export function near(word: string, candidates: readonly string[]): string[] {
  const limit = word.length < 3 ? 1 : Math.max(2, Math.floor(word.length / 3))
  return candidates
    .map((name) => ({ name, apart: distance(word, name) }))
    .filter(({ name, apart }) => (apart <= limit && apart < name.length) || (word.length > 2 && name.startsWith(word)))
    .sort((a, b) => a.apart - b.apart)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** The candidates that begin nearly like a glob does, before its first `*` or the like. */
function nearGlob(glob: string, candidates: readonly string[]): string[] {
  const stem = glob.replace(/[*?[{].*/s, '')
  return candidates.filter((name) => near(stem, [name.slice(0, stem.length)]).length > 0).slice(0, 3)
}
