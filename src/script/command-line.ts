import type { Host } from '../description/host.ts'
import { extraTask } from './people.ts'
import { secretsOf, undoes } from './secrets.ts'
import { ACTIVATE_PROFILES, functionOf, LATE_SECRETS, type Plan, profileTasks } from './tasks.ts'

const ACTIONS = ['switch', 'boot', 'test', 'dry-activate', 'build', 'dry-build']

/** The words that main takes, and what a failure of each task says. */
export function commandLineModel(host: Host, plan: Plan): object {
  const functions = (tasks: readonly string[]) => tasks.map((task) => functionOf(task, host.extraTasks))
  const single = plan.known.filter(
    (task) => plan.steps.get(task)!.join() === task && functionOf(task, host.extraTasks) === task,
  )
  const words = [
    ...(single.length > 0 ? [{ word: wrapped(single), tasks: '"$1"' }] : []),
    ...plan.known
      .filter((task) => !single.includes(task))
      .map((task) => ({
        word: [...new Set([task, ...functions([task])])].join(' | '), // "To continue" names functions
        tasks: functions(plan.steps.get(task)!).join(' '),
      })),
    ...(plan.known.includes('check')
      ? [{ word: 'check-vars', tasks: functions(plan.steps.get('check')!).join(' ') }]
      : []),
  ]
  const has = (task: string) => plan.known.includes(task)
  const profiles = profileTasks(host).map(({ task }) => task)
  const activating = ['activate-system', ACTIVATE_PROFILES, 'rollback', 'reboot', ...profiles].filter(has)
  const ours = (task: string) => extraTask(host, task) === undefined
  const copying = has(ACTIVATE_PROFILES) ? profiles.filter(ours) : []
  const placing = secretsOf(host).length > 0 || host.secrets.prune ? ['deploy-secrets', LATE_SECRETS].filter(ours) : []
  const changing = ['deploy-secrets', LATE_SECRETS, 'rebuild'].filter(has)
  return {
    words,
    actions: ACTIONS.filter((action) => !has(action)).join(' | '),
    standard: functions(plan.standard.flatMap((task) => plan.steps.get(task)!)),
    // for the actions that change nothing
    harmless: functions(
      plan.standard.flatMap((task) => plan.steps.get(task)!.filter((step) => !placing.includes(step))),
    ),
    activating,
    copying,
    taking:
      copying.length > 0 ? [ACTIVATE_PROFILES, ...['activate-system', 'rollback'].filter(ours)] : ['activate-system'],
    again: [...(undoes(host) ? ['deploy-secrets'] : []), ...copying],
    changing: changing.join('|'),
  }
}

/** Alternatives of a case, on lines that fit. */
function wrapped(words: readonly string[]): string {
  return words.join(' | ').replace(/(.{80,}?) \| /g, '$1 | \\\n        ')
}
