import type { Host } from '../description/host.ts'
import { buildsOnTarget } from './built-in.ts'
import { secretsOf } from './secrets.ts'

/** What a built-in task does to this host, in one line; empty for a task that is none. */
export function summaryOf(task: string, host: Host): string {
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
      return deployment.rollback.enable
        ? `build-system, then activate-system${deployment.reboot === 'never' ? '' : ', then reboot'}`
        : plainRebuild(host)
    case 'build-system':
      return `build the system of ${name} ${placeOf(host)}, change nothing that runs`
    case 'activate-system':
      return `switch ${name} to it, and back unless ${name} can still be reached`
    case 'reboot':
      return deployment.reboot === 'always'
        ? `restart ${name}, and wait for it`
        : `restart ${name} if what changed needs it, and wait`
    case 'diff':
      return `what rebuild and deploy-secrets would change on ${name}`
    case 'rollback':
      return `back to the system that ${name} had before`
    case 'status':
      return `what runs on ${name}`
  }
  const profile = host.profiles[task.replace(/^profile-/, '')]
  return task.startsWith('profile-') && profile !== undefined
    ? `activate ${profile.path.slice(44)} for ${profile.user}${deployment.rollback.enable ? ', and go back unless it is well' : ''}`
    : ''
}

function placeOf({ deployment, builder }: Host): string {
  if (deployment['local-evaluation'] || deployment.build === 'local') return 'here'
  return `on ${builder?.name ?? (deployment.build === 'target' ? 'itself' : deployment.build)}`
}

function plainRebuild({ name, deployment }: Host): string {
  return buildsOnTarget(deployment) ? `nixos-rebuild switch on ${name}` : `build-system, then switch ${name} to it`
}

function secretsSummary(count: number, prune = false): string {
  if (count === 0) return prune ? 'remove secrets that no option names any more' : 'nothing to put in place'
  if (count === 1) return 'put 1 secret in place'
  return count === 2 ? 'put 2 secrets in place, both or none' : `put ${count} secrets in place, all or none`
}
