import type { Host } from '../description/host.ts'
import { oneLine } from '../shell/quote.ts'
import { extraTask } from './people.ts'
import { secretRows, secretsOf } from './secrets.ts'
import { deploysHere, targetOf } from './target.ts'
import { ACTIVATE_PROFILES, buildsOnTarget, LATE_SECRETS, type Plan } from './tasks.ts'

/** The lines below `# Usage`, each without its `#`. */
export function usage(host: Host, { known, standard }: Plan): string[] {
  const { name } = host
  const { sudo } = host.deployment
  const guarded = host.deployment.rollback.enable
  const secrets = secretsOf(host)
  const password = host.deployment.sudo['ask-password']
    ? [
        '',
        ` Asks for the password of ${oneLine(targetOf(host).address)} for sudo; without a terminal, reads it from standard input.`,
      ]
    : []
  return [
    ` Without a task: ${standard.length > 0 ? standard.join(', ') : 'none, lollypops.tasks is empty'}.`,
    '',
    ...table(known.map((task) => [task, summaryOf(task, host)])),
    ...(secrets.length > 0 ? ['', ` Secrets of ${name}:`, '', ...secretRows(secrets).map((row) => `   ${row}`)] : []),
    '',
    ...table([
      ['-n, --dry-run', 'print the commands, run none'],
      ['-v, --verbose', 'print each command as it runs'],
      ['--confirm', 'show what would change, and ask before anything does'],
      ['--wait', 'wait for another deploy to finish instead of failing'],
      ['--force', `deploy even if that undoes somebody else's deploy`],
      ['--new', 'first installation: do not check the host name'],
      ...(guarded
        ? [
            ['--to N', 'roll back to generation N'],
            ['--specialisation NAME', 'switch to this specialisation of the new system, or test it'],
            ['--install-bootloader', 'install the boot loader anew, as nixos-rebuild does'],
          ]
        : []),
      ...(deploysHere(host) ? [['--here', `deploy to this machine, which is ${name}, without ssh`]] : []),
      ['--shell', 'a bash that has sourced this script and shares its login'],
      ['-l, -h, --version', 'list the tasks and secrets, show this text, show the version'],
    ]),
    ...password,
    '',
    ' An ACTION of nixos-rebuild as last word, or in REBUILD_ACTION: switch, boot, test, dry-activate, build, dry-build.',
    ` LP_REMOTE_USER, LP_REMOTE_HOST, LP_REMOTE_COMMAND and LP_REMOTE_SSH_OPTS reach ${name} in another way, for one run${sudo.enable && !sudo['ask-password'] ? ';' : '.'}`,
    ...(sudo.enable && !sudo['ask-password']
      ? ['   LP_REMOTE_SUDO_COMMAND and LP_REMOTE_SUDO_OPTS stand for its sudo.']
      : []),
    ` Exit codes: 0 done, 1 a task failed, 2 usage, 20 no answer, 130 interrupted${guarded ? '; of an activation: 10 rolled back,' : ''}`,
    ...(guarded ? [`   11 nothing was activated, 12 unknown: ${name} cannot be reached, 13 rolling back failed`] : []),
  ]
}

/** What other programs need to know of a script, as one line of JSON. */
export function machineReadable(host: Host, plan: Plan): string {
  return JSON.stringify({
    version: 1,
    host: host.name,
    address: targetOf(host).address,
    system: host.platform,
    tags: host.deployment.tags,
    password: host.deployment.sudo['ask-password'],
    guarded: host.deployment.rollback.enable,
    ...(host.deployment['may-be-offline'] && { mayBeOffline: true }),
    tasks: plan.known,
    default: plan.standard,
  }).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function table(rows: (readonly [string, string] | readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([word = '']) => word.length)) + 2
  return rows.map(([word = '', text]) => `   ${word.padEnd(width)} ${text}`)
}

/** What a task does to this host, in one line. */
export function summaryOf(task: string, host: Host): string {
  const { name, deployment } = host
  const extra = extraTask(host, task)
  if (extra !== undefined) return oneLine(extra.desc) || 'has no description'
  const at = oneLine(`${name}:${deployment['config-dir']}/flake`)
  switch (task) {
    case 'check':
      return `${name} answers, is the right machine, and has what a deploy needs`
    case 'deploy-flake':
      return {
        copy: `copy the flake to ${at}`,
        archive: `copy the flake and all its inputs to ${at}`,
        rsync: `write the flake to ${at}, as files to edit`,
      }[deployment['deploy-method']]
    case 'deploy-secrets':
      return secretsSummary(host, secretsOf(host, 'before-rebuild').length, host.secrets.prune)
    case LATE_SECRETS:
      return `after rebuild: ${secretsSummary(host, secretsOf(host, 'after-rebuild').length)}`
    case 'rebuild':
      return rebuildSummary(host)
    case 'build-system':
      return `build the new system ${placeOf(host)}; nothing that runs changes`
    case 'activate-system':
      return `switch to it; ${name} rolls back by itself unless a new login confirms it`
    case ACTIVATE_PROFILES:
      return `activate the profiles copied before; ${name} rolls back by itself unless a new login confirms them`
    case 'reboot':
      return `reboot ${name}${deployment.reboot === 'always' ? '' : ' if the change needs it'}, and wait for it`
    case 'diff':
      return `show what rebuild${secretsOf(host).length > 0 ? ' and deploy-secrets' : ''} would change`
    case 'rollback':
      return `switch to the previous generation${deployment.rollback.enable ? ', guarded like activate-system' : ''}`
    case 'generations':
      return `list the generations of ${name}`
    case 'status':
      return `show what ${name} is running`
  }
  const profile = host.profiles[task.replace(/^profile-/, '')]
  if (profile === undefined) return ''
  const does = deployment.rollback.enable ? 'copy, for the next activation,' : 'activate'
  return `${does} ${profile.path.slice(44)} for ${profile.user}`
}

function rebuildSummary({ name, deployment }: Host): string {
  const reboot = deployment.reboot === 'never' ? '' : ', then reboot'
  if (deployment.rollback.enable) return `build-system, then activate-system${reboot}`
  return buildsOnTarget(deployment)
    ? `nixos-rebuild switch on ${name}${reboot}`
    : `build-system, then switch to it${reboot}`
}

function placeOf({ name, deployment, builder }: Host): string {
  if (deployment['local-evaluation'] || deployment.build === 'local') return 'here'
  return `on ${builder?.name ?? (deployment.build === 'target' ? name : deployment.build)}`
}

function secretsSummary({ name }: Host, count: number, prune = false): string {
  if (count === 0) return prune ? 'remove secrets that no option names any more' : `${name} has no secrets`
  if (count === 1) return 'put 1 secret in place'
  return count === 2 ? 'put 2 secrets in place, both or none' : `put ${count} secrets in place, all or none`
}
