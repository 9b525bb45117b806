import type { Host } from '../description/host.ts'
import { type ProfileTask, profileTasks } from './profiles.ts'
import { secretsOf } from './secrets.ts'

/** For secrets that wait for users or groups which rebuild makes. */
export const LATE_SECRETS = 'deploy-late-secrets'

/** Tasks that a script can have, apart from extra ones and those of profiles. */
export const BUILT_IN = [
  'check',
  'deploy-flake',
  'deploy-secrets',
  'rebuild',
  LATE_SECRETS,
  'build-system',
  'activate-system',
  'reboot',
  'diff',
  'rollback',
  'status',
]

/** Tasks that the scripts of some hosts have, each with what it stands for: other tasks, and itself. */
export interface BuiltInTask {
  name: string
  steps: string[]
}

function rebuildSteps({ deployment }: Host): string[] {
  if (deployment.rollback.enable) return ['build-system', 'activate-system']
  return buildsOnTarget(deployment) ? ['rebuild'] : ['build-system', 'rebuild']
}

/** Whether the host itself evaluates and builds, as nixos-rebuild does there. */
export function buildsOnTarget(deployment: Pick<Host['deployment'], 'build' | 'local-evaluation'>): boolean {
  return deployment.build === 'target' && !deployment['local-evaluation']
}

/** The tasks that lollypops brings for this host, in their usual order. */
export function builtInTasks(host: Host): BuiltInTask[] {
  const { rollback, reboot } = host.deployment
  const late = secretsOf(host, 'after-rebuild').length > 0
  const restart = reboot === 'never' ? [] : ['reboot']
  const itself = (name: string): BuiltInTask => ({ name, steps: [name] })
  return [
    ...['check', 'deploy-flake', 'deploy-secrets'].map(itself),
    { name: 'rebuild', steps: [...rebuildSteps(host), ...restart] },
    ...(late ? [itself(LATE_SECRETS)] : []),
    ...profileTasks(host).map(({ task }: ProfileTask) => itself(task)),
    itself('build-system'),
    ...(rollback.enable ? [itself('activate-system')] : []),
    ...restart.map(itself),
    { name: 'diff', steps: ['build-system', 'diff'] },
    { name: 'rollback', steps: ['rollback', ...(rollback.enable ? ['activate-system'] : [])] },
    itself('status'),
  ]
}
