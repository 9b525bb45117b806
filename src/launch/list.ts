import type { Host } from './hosts.ts'
import { table } from './table.ts'

/** Which hosts could be deployed, and why the others cannot. */
export function listText(hosts: readonly Host[]): string {
  if (hosts.length === 0) return 'no hosts: the flake has no nixosConfigurations\n'
  return table([['HOST', 'ADDRESS', 'GROUP', 'TASKS'], ...hosts.map(row)])
}

function row(host: Host): string[] {
  if ('error' in host) return [host.name, '-', '-', `does not evaluate: ${host.error.message}`]
  if (host.info === null) return [host.name, '-', '-', 'not deployable: it does not import the lollypops module']
  const { address, group, tasks, extraTasks } = host.info
  return [host.name, address, group, [...new Set([...tasks, ...extraTasks])].join(' ')]
}
