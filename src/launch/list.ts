import type { Host } from './hosts.ts'
import { table } from './table.ts'
import type { Job } from './targets.ts'

const HEAD = ['HOST', 'ADDRESS', 'GROUP', 'TAGS', 'TASKS']

/** Hosts and scripts that could be deployed, and why the others cannot. */
export function listText(hosts: readonly Host[], scripts: readonly Job[] = []): string {
  if (hosts.length + scripts.length === 0) return 'no hosts: the flake has no nixosConfigurations\n'
  return table([
    HEAD,
    ...hosts.map(row),
    ...scripts.map(({ label, known }) => [label, '-', '-', '-', known?.join(' ') ?? '-']),
  ])
}

/** The same for programs: an array of hosts and scripts, each with an `error` that is null where there is none. */
export function listJson(hosts: readonly Host[], scripts: readonly Job[] = []): string {
  return `${JSON.stringify([...hosts.map(hostEntry), ...scripts.map(scriptEntry)], null, 2)}\n`
}

function hostEntry(host: Host): object {
  const { address = null, group = null, tags = [], tasks = [], extraTasks = [] } = ('info' in host && host.info) || {}
  return { host: host.name, script: null, address, group, tags, tasks, extraTasks, error: problem(host) ?? null }
}

function scriptEntry({ label, script, known = [] }: Job): object {
  return { host: label, script, address: null, group: null, tags: [], tasks: known, extraTasks: [], error: null }
}

function row(host: Host): string[] {
  if (!('info' in host) || host.info === null) return [host.name, '-', '-', '-', problem(host)!]
  const { address, group, tags, tasks, extraTasks } = host.info
  return [host.name, address, group, tags.join(' ') || '-', [...new Set([...tasks, ...extraTasks])].join(' ')]
}

function problem(host: Host): string | undefined {
  if ('error' in host) return `does not evaluate: ${host.error.message}`
  return host.info === null ? 'not deployable: it does not import the lollypops module' : undefined
}
