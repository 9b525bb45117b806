import type { Host } from './host.ts'
import { secretsOf } from './secrets.ts'
import type { BuiltIn } from './tasks.ts'

/** What a built-in task does to this host, in one line. */
export function summaryOf(task: BuiltIn, host: Host): string {
  const { name, deployment } = host
  const at = `${name}:${deployment['config-dir']}/flake`
  switch (task) {
    case 'check':
      return `${name} answers, is the machine we mean, and can be deployed to`
    case 'deploy-flake':
      return {
        copy: `copy the flake to ${name}, as ${at}`,
        archive: `copy the flake and all its inputs to ${name}, as ${at}`,
        rsync: `write the flake to ${at}, as files to edit`,
      }[deployment['deploy-method']]
    case 'deploy-secrets':
      return secretsSummary(secretsOf(host, 'before-rebuild').length, host.secrets.prune)
    case 'deploy-late-secrets':
      return `after rebuild: ${secretsSummary(secretsOf(host, 'after-rebuild').length)}`
    case 'rebuild':
      return deployment['local-evaluation']
        ? `evaluate and build here, switch ${name} to it`
        : `nixos-rebuild switch on ${name}`
  }
}

function secretsSummary(count: number, prune = false): string {
  if (count === 0) return prune ? 'remove secrets that no option names any more' : 'nothing to put in place'
  if (count === 1) return 'put 1 secret in place'
  return count === 2 ? 'put 2 secrets in place, both or none' : `put ${count} secrets in place, all or none`
}
