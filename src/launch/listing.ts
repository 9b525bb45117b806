import { type Choice, plan } from './fleet.ts'
import { hostNames, inspect } from './hosts.ts'
import { listJson, listText } from './list.ts'
import type { Nix } from './nix.ts'
import type { Options } from './options.ts'
import type { Pool } from './pool.ts'
import { HINT } from './usage.ts'

/** What could be deployed, as text or JSON: these targets, or everything. */
export async function listing(
  { words, except }: Choice,
  { list, json }: Options,
  nix: Nix,
  pool: Pool,
): Promise<string> {
  const isWhole = words.length + except.length === 0
  const chosen = isWhole ? undefined : await plan({ words: words.length > 0 ? words : ['all'], except }, nix, pool)
  const names = chosen
    ? [...chosen.jobs.flatMap(({ host }) => host ?? []), ...chosen.unknown.map(({ job }) => job.target)]
    : await hostNames(nix)
  const hosts = chosen?.hosts
    ? names.map((name) => chosen.hosts!.find((host) => host.name === name)!)
    : await inspect(names, nix, pool)
  const scripts = chosen?.jobs.filter(({ host }) => host === undefined)
  return json ? listJson(hosts, scripts) : listText(hosts, scripts) + (list ? '' : `\n${HINT}`)
}
