import { NixError, type Nix } from './nix.ts'
import type { Pool } from './pool.ts'

export interface Info {
  name: string
  address: string
  group: string
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

export function groupsOf(hosts: readonly Host[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const host of hosts) {
    if (!('info' in host) || host.info === null) continue
    const { group } = host.info
    groups.set(group, [...(groups.get(group) ?? []), host.name])
  }
  return groups
}
