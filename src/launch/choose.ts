import { quote } from '../quote.ts'
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
export function hostsOf(name: string, { names, groups = new Map(), tags = new Map(), match = () => [] }: Fleet): readonly string[] {
  if (name === 'all') return names
  if (names.includes(name)) return [name]
  if (name.startsWith('@')) return taggedHosts(name.slice(1), names, tags, match)
  if (isGlob(name)) return some(match(name, names), `no host matches ${quote(name)}`, nearGlob(name, names))
  return some(groups.get(name), `no host or group is called ${quote(name)}`, near(name, [...names, ...groups.keys(), ...at(tags), 'all']))
}

function taggedHosts(tag: string, names: readonly string[], tags: NonNullable<Fleet['tags']>, match: Match): readonly string[] {
  const known = [...tags.keys()]
  const chosen = isGlob(tag) ? match(tag, known) : known.filter((one) => one === tag)
  const hosts = names.filter((host) => chosen.some((one) => tags.get(one)!.includes(host)))
  const likely = isGlob(tag) ? nearGlob(tag, known) : near(tag, known)
  return some(hosts, `no host has a tag ${isGlob(tag) ? 'that matches ' : ''}${quote(tag)}`, likely.map((one) => `@${one}`))
}

const at = (tags: NonNullable<Fleet['tags']>) => [...tags.keys()].map((tag) => `@${tag}`)

function some(hosts: readonly string[] | undefined, problem: string, likely: readonly string[]): readonly string[] {
  if (hosts && hosts.length > 0) return hosts
  const hint = likely.length > 0 ? `did you mean ${likely.join(' or ')}?` : `${SELF} --list shows what there is`
  throw new UsageError(`${problem}: ${hint}`)
}
