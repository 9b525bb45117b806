import { quote } from '../shell/quote.ts'
import type { Job } from './targets.ts'
import { UsageError } from './usage.ts'

/** What the environment changes of a script, for one run. */
export const OVERRIDES = [
  'REBUILD_ACTION',
  'LP_REMOTE_USER',
  'LP_REMOTE_HOST',
  'LP_REMOTE_COMMAND',
  'LP_REMOTE_SSH_OPTS',
]

const ACTIONS = ['switch', 'boot', 'test', 'dry-activate', 'build', 'dry-build']

/** @throws UsageError for a REBUILD_ACTION that every script would refuse, after all of them had been built */
export function assertAction(env: NodeJS.ProcessEnv): void {
  const action = env['REBUILD_ACTION']
  if (!action || ACTIONS.includes(action)) return
  throw new UsageError(
    `REBUILD_ACTION is ${quote(action)}, it can be ${ACTIONS.join(', ').replace(/, (?=\S+$)/, ' or ')}`,
  )
}

/** @throws UsageError when the address that LP_REMOTE_HOST sets would be that of several hosts */
export function assertOneRemote(jobs: readonly Job[], env: NodeJS.ProcessEnv): void {
  const address = env['LP_REMOTE_HOST']
  if (!address || jobs.length < 2) return
  const problem = `LP_REMOTE_HOST would send all ${jobs.length} hosts to ${quote(address)}`
  throw new UsageError(`${problem}: unset it, or name one host`)
}
