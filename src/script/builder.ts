import type { Host } from '../description/host.ts'
import { type Target, targetOf } from './target.ts'

/** The machine that builds where that is neither the host nor this one, and how it is reached; else undefined. */
export function builderOf({ deployment, builder }: Host): (Target & { name: string; host: string }) | undefined {
  const { build } = deployment
  if (build === 'target' || build === 'local') return undefined
  const at = build.lastIndexOf('@')
  const ssh = builder?.ssh ?? {
    command: 'ssh',
    user: at < 0 ? null : build.slice(0, at),
    host: build.slice(at + 1),
    opts: [],
  }
  const withoutSudo = { enable: false, command: 'sudo', opts: [], 'ask-password': false }
  const rollback = { ...deployment.rollback, 'confirm-host': null, 'confirm-port': null }
  return {
    name: builder?.name ?? build,
    host: builder?.name ?? ssh.host,
    ...targetOf({ deployment: { ...deployment, ssh, sudo: withoutSudo, rollback } }),
  }
}
