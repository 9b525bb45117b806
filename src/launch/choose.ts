import { quote } from '../shell/quote.ts'
import type { Match } from './glob.ts'
import { near, nearGlob } from './near.ts'
import { SELF, UsageError } from './usage.ts'

/** What hosts can be chosen by. */
export interface Fleet {
  names: readonly string[]
  /** The hosts of each group and of each tag. Undefined until somebody asks for one: costs the evaluation of each host. */
  groups?: ReadonlyMap<string, readonly string[]> | undefined
  tags?: ReadonlyMap<string, readonly string[]> | undefined
  /** For globs, where there are any: it takes a millisecond to load. */
  match?: Match | undefined
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
  const { names, groups = new Map(), tags = new Map(), match = () => [] } = fleet
  const allTags = [...tags.keys()].map((tag) => `@${tag}`)
  if (name === 'all') return names
  if (names.includes(name)) return [name]
  if (!name.startsWith('@')) {
    if (isGlob(name)) return some(match(name, names), `no host matches ${quote(name)}`, nearGlob(name, names))
    return some(
      groups.get(name),
      `no host or group is called ${quote(name)}`,
      near(name, [...names, ...groups.keys(), ...allTags, 'all']),
    )
  }
  const tag = name.slice(1)
  if (!isGlob(tag))
    return some(tags.get(tag), `no host has a tag ${quote(tag)}`, near(name, [...allTags, ...names, ...groups.keys()]))
  const tagged = new Set(match(tag, [...tags.keys()]).flatMap((one) => tags.get(one)!))
  return some(
    names.filter((host) => tagged.has(host)),
    `no host has a tag that matches ${quote(tag)}`,
    nearGlob(name, allTags),
  )
}

function some(hosts: readonly string[] | undefined, problem: string, likely: readonly string[]): readonly string[] {
  if (hosts && hosts.length > 0) return hosts
  const hint = likely.length > 0 ? `did you mean ${likely.join(' or ')}?` : `${SELF} --list shows what there is`
  throw new UsageError(`${problem}: ${hint}`)
}
