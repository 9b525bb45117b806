import type { Fleet } from './choose.ts'
import { type Nix, NixError } from './nix.ts'
import type { Pool } from './pool.ts'

export interface Info {
  name: string
  address: string
  group: string
  tags: string[]
  /** Those that deploy it, in order. */
  tasks: string[]
  extraTasks: string[]
}

/** What is known of a host; null when it does not have the lollypops module. */
export type Host = { name: string } & ({ info: Info | null } | { error: NixError })

/** The names of all hosts. Evaluates none of them. */
export async function hostNames(nix: Nix): Promise<string[]> {
  return (await nix.evaluate(['launch', 'hosts'], 'builtins.attrNames')) as string[]
}

/** Evaluates each host on its own, several at once: one that fails says so, and the others are known. */
export function inspect(names: readonly string[], nix: Nix, pool: Pool): Promise<Host[]> {
  return Promise.all(names.map((name) => pool.run(() => inspectOne(name, nix))))
}

async function inspectOne(name: string, nix: Nix): Promise<Host> {
  try {
    return { name, info: (await nix.evaluate(['launch', 'hosts', name])) as Info | null }
  } catch (error) {
    if (error instanceof NixError) return { name, error }
    throw error
  }
}

/** The hosts of each group, and of each tag. */
export function fleetOf(names: readonly string[], hosts: readonly Host[]): Fleet {
  const known = hosts.flatMap((host) => ('info' in host && host.info ? [[host.name, host.info] as const] : []))
  return {
    names,
    groups: collect(known.map(([name, { group }]) => [group, name])),
    tags: collect(known.flatMap(([name, { tags }]) => tags.map((tag) => [tag, name] as const))),
  }
}

function collect(pairs: readonly (readonly [key: string, name: string])[]): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const [key, name] of pairs) all.set(key, [...(all.get(key) ?? []), name])
  return all
}
