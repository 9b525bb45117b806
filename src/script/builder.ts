import type { Host } from '../description/host.ts'
import { print, quoteInDouble, quoteThere, Shell } from '../shell/quote.ts'
import { Expanding, type Word } from '../shell/words.ts'
import { flakeRef, NIX, toplevelOf } from './places.ts'
import { targetOf } from './target.ts'

const shell = (text: string) => new Shell(text)

/** What messages call the machine that builds. */
export function builderName({ deployment, builder }: Host): string {
  return builder?.name ?? (['target', 'local'].includes(deployment.build) ? 'this machine' : deployment.build)
}

/** The machine that builds where that is neither the host nor this one. */
export function builderModel(host: Host): object {
  const { build } = host.deployment
  const flake = `${flakeRef(host.flake.source, host.flake.dir)}#${toplevelOf(host)}`
  const how =
    build === 'local'
      ? 'built'
      : host.deployment['local-evaluation']
        ? 'here'
        : build === 'target'
          ? 'target'
          : 'builder'
  if (how !== 'builder')
    return {
      how,
      evaluated: shell(`"$(nix eval --raw ${print(flake)})"`),
      failing: how === 'here' && host.platform !== '' ? ' || cannot-build' : '',
      platform: host.platform,
      buildsBy: '',
    }
  const at = build.lastIndexOf('@')
  const ssh = host.builder?.ssh ?? {
    command: 'ssh',
    user: at < 0 ? null : build.slice(0, at),
    host: build.slice(at + 1),
    opts: [],
  }
  const withoutSudo = { enable: false, command: 'sudo', opts: [], 'ask-password': false }
  const rollback = { ...host.deployment.rollback, 'confirm-host': null, 'confirm-port': null }
  const name = host.builder?.name ?? ssh.host
  const builder = targetOf({ deployment: { ...host.deployment, ssh, sudo: withoutSudo, rollback } }, [])
  const target = targetOf(host)
  return {
    how,
    evaluated: shell(`"$(command ${print(builder.ssh)} ${NIX} eval --raw ${quoteThere(flake)})"`),
    evaluatedThere: shell(`"$(${NIX} eval --raw ${print(flake)})"`),
    builder: {
      ...builder,
      name,
      ssh: [shell('command'), ...builder.ssh],
      agent: [shell('command'), ...builder.command, '-A', ...builder.login],
      reach: ['command', ...target.command, '-o', 'BatchMode=yes', ...target.login],
      copy: [
        ...(target.opts.length > 0 ? [shell(`NIX_SSHOPTS="'${inDouble(...target.opts)}'"`)] : []),
        ...NIX.split(' '),
        'copy',
        ...(host.deployment['substitute-on-destination'] ? ['--substitute-on-destination'] : []),
        '--to',
        shell(`"'${inDouble(target.nixStore)}'"`),
      ],
    },
    builderPaths: [...new Set([host.flake.source, ...host.flake.inputs])],
    failing: host.platform !== '' ? ' || cannot-build' : '',
    platform: host.platform,
    buildsBy: `command ${print(builder.ssh)} `,
  }
}

/** Words in one, for the inside of double quotes. */
function inDouble(...words: Word[]): string {
  return words.map((word) => (word instanceof Expanding ? word.inDouble : quoteInDouble(word))).join(' ')
}
