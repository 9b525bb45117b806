import type { Host } from '../description/host.ts'
import { quoteThere, Shell } from '../shell/quote.ts'
import { longestChecks } from './people.ts'
import { linkOf } from './places.ts'
import { targetOf } from './target.ts'

/** How an activation is guarded. */
export function guardModel(host: Host): object {
  const { rollback } = host.deployment
  const window = rollback['confirm-timeout'] + longestChecks(Object.values(host.deployment['health-checks']))
  const target = targetOf(host)
  const moves = rollback['confirm-host'] !== null || rollback['confirm-port'] !== null
  const revision = rollback.enable && host.flake.revision !== '' ? host.flake.revision : ''
  const settings = [
    'wait="$lp_wait"',
    '"${lp_by[@]}"',
    ...(rollback['activation-timeout'] !== 300 ? [`activation=${rollback['activation-timeout']}`] : []),
    ...(window !== 30 ? [`confirm=${window}`] : []),
    ...(rollback['ignore-failed-units'].length > 0
      ? [quoteThere(`ignore=${rollback['ignore-failed-units'].join(' ')}`)]
      : []),
  ]
  const recorded = revision === '' ? [] : [`revision=${revision}`]
  return {
    moves,
    window,
    untilConfirmed: rollback['activation-timeout'] + window,
    longest: (3 + Object.keys(host.profiles).length) * rollback['activation-timeout'] + window,
    revision: revision.replace('-dirty', ''),
    dirty: revision.endsWith('-dirty') ? revision.slice(0, 12) : '',
    starter: moves ? [new Shell('either')] : target.own,
    confirm: moves ? [new Shell('confirm-moved')] : target.own,
    moved: target.moved,
    sshConfig: [...target.command, '-GT', ...target.login],
    startSystem: [`${linkOf(host)} "\${REBUILD_ACTION:-switch}"`, [...settings, ...recorded].join(' ')],
    startProfiles: ['profiles "${REBUILD_ACTION:-switch}"', settings.join(' ')],
    startPrevious: [`"\${lp_to:-previous}" "\${REBUILD_ACTION:-switch}"`, settings.join(' ')],
  }
}
