import { dirname } from 'node:path/posix'
import type { Host } from '../description/host.ts'
import { indent } from '../shell/fragment.ts'
import { oneLine, print, quote, quoteInDouble, quotePosix, Shell } from '../shell/quote.ts'
import { Expanding, expandable, type Word } from '../shell/words.ts'
import { version } from '../version.ts'
import { flakeRef, pathRef } from './flake-ref.ts'
import { machineReadable, summaryOf, usage } from './header.ts'
import { extraTask, healthChecks, longestChecks, untouched } from './people.ts'
import { withPlaceholders } from './placeholders.ts'
import { secretsModel, secretsOf } from './secrets.ts'
import { deploysHere, sudoWithPassword, type Target, targetOf } from './target.ts'
import {
  ACTIVATE_PROFILES,
  buildsOnTarget,
  functionOf,
  LATE_SECRETS,
  type Plan,
  planTasks,
  profileTasks,
} from './tasks.ts'

const NIX = 'nix --extra-experimental-features nix-command --extra-experimental-features flakes'

const ACTIONS = ['switch', 'boot', 'test', 'dry-activate', 'build', 'dry-build']

const shell = (text: string) => new Shell(text)

/** A task as the script has it: its template, its function, and what only that template prints. */
interface TaskModel {
  template: string
  task: string
}

/**
 * Everything that the templates print for a host, made once; plain data.
 * @param program text of a file below templates/programs
 * @throws InputError in one line, when the host asks for something that cannot be
 */
export function modelOf(described: Host, program: (name: string) => string): object {
  const host = withPlaceholders(described)
  const { deployment, name } = host
  const plan = planTasks(host)
  const target = targetOf(host)
  const guarded = deployment.rollback.enable
  const checks = healthChecks(host)
  const own = plan.known.filter((task) => plan.steps.get(task)!.includes(task))
  const tasks = own.map((task) => ({ ...taskModel(host, plan, task), task: functionOf(task, host.extraTasks) }))
  const usesChecks = checks.length > 0
  const guardsReboot = tasks.some(({ template }) => template === 'reboot') && deployment['reboot-guard']
  const programs = [
    ...(secretsOf(host).length > 0 || host.secrets.prune ? ['secrets'] : []),
    ...(guarded ? ['guard'] : []),
    ...(guarded && Object.keys(host.profiles).length > 0 ? ['profiles'] : []),
    ...(guardsReboot ? ['reboot-guard'] : []),
  ].map((name) => ({ name, where: `runs on ${host.name}`, text: program(name) }))
  return {
    ...connectionModel(target),
    ...placesModel(host),
    ...builderModel(host),
    ...guardModel(host),
    version,
    name,
    hostName: host.hostName,
    guarded,
    guardsReboot,
    checks,
    usesChecks,
    here: deploysHere(host),
    pull: host.pull,
    title: `deploy-${name}: deploy nixosConfigurations.${name} to ${oneLine(target.address)}`,
    json: machineReadable(host, plan),
    usage: usage(host, plan),
    tasks,
    programs,
    profiles: profileTasks(host).map(({ name, profile, path }) => ({ name, link: profile, path })),
    secrets: secretsModel(host),
    undoes: undoes(host),
    curl: checks.some(({ kind }) => kind === 'url'),
    needed: [
      'nix',
      'flock',
      ...(deployment['deploy-method'] === 'rsync' ? ['rsync'] : []),
      ...(!guarded && buildsOnTarget(deployment) ? ['nixos-rebuild'] : []),
    ],
    said: sentences(host, target),
    nothing: `derivation { name = "nothing"; system = "${host.platform}"; builder = "/bin/sh"; }`,
    theirs: own.some((task) => task in host.extraTasks) || secretsOf(host).length > 0 || host.secrets.prune,
    lists: tasks.flatMap((each) => ('list' in each && each.list !== undefined ? [each.list] : [])),
    ...commandLineModel(host, plan),
  }
}

/** What a template prints before and behind commands that go to the host. */
function connectionModel(target: Target): object {
  const { address, command, asksPassword } = target
  const plain = print(command)
  const shared = command.length === 1 && /^[\w./+-]+$/.test(print(command))
  return {
    target: { ...target, name: address.replace(/.*@/, '') },
    address,
    ssh: target.ssh,
    root: target.root,
    own: target.own,
    mute: [...target.command, '-S', 'none', '-o', 'BatchMode=yes', ...target.login],
    asksPassword,
    // what LP_REMOTE_SUDO_* stand for in a line, and where what follows it begins
    sudo: {
      words: target.sudo.length > 0 && !asksPassword ? ` ${address} ${target.sudo.map(quotePosix).join(' ')} ` : '',
      command: quoteInDouble(target.sudo[0] ?? ''),
      opts: quoteInDouble(target.sudo.slice(1).join(' ')),
      next: target.sudo.length + 1,
    },
    sudoWithPassword: asksPassword ? sudoWithPassword(target) : '',
    // before a command that reads nothing, and around one that makes what another reads
    password: asksPassword
      ? { alone: 'password | ', before: '{ password && ', after: '; }' }
      : { alone: '', before: '', after: '' },
    sshCommand: plain,
    sshFunction: target.function,
    sshWords: command.length,
    login: target.login,
    direct: [
      shell(`timeout 10 ${plain} "\${lp_remote[@]}"`),
      ...target.login,
      ...(asksPassword ? [shell('"$lp_sudo"')] : target.sudo.map(quotePosix)),
    ],
    shared,
  }
}

/** Where the flake and the system are, here and on the host. */
function placesModel(host: Host): object {
  const { flake, deployment } = host
  const folder = deployment['config-dir']
  const place = `${folder}/flake`
  const toplevel = toplevelOf(host)
  const rsync = deployment['deploy-method'] === 'rsync'
  const target = targetOf(host)
  const there = rsync ? pathRef(place, flake.dir) : flakeRef(flake.source, flake.dir)
  return {
    folder,
    place,
    source: flake.source,
    paths: [...new Set([flake.source, ...(deployment['deploy-method'] === 'archive' ? flake.inputs : [])])],
    roots: '/nix/var/nix/gcroots/lollypops',
    link: linkOf(host),
    nix: NIX,
    method: deployment['deploy-method'],
    rsync: {
      rsh: target.rsyncShell,
      path: target.sudo.length > 0 ? [...target.sudo, 'rsync'].map(quotePosix).join(' ') : '',
      from: `${flake.source}/`,
      to: shell(print(target.rsyncHost) + quote(`:${place}/`)),
    },
    substitute: deployment['substitute-on-destination'],
    flakeThere: `${there}#${toplevel}`,
    flakeRefThere: there,
    fetches: buildsOnTarget(deployment) && deployment['deploy-method'] !== 'archive',
    flakeToRebuild: `${there}#${host.name}`,
    flakeHere: `${flakeRef(flake.source, flake.dir)}#${toplevel}`,
    isThere: rsync ? `test ${quote(quotePosix(`${folder}/source`))} -ef ${flake.source}` : `test -e ${flake.source}`,
    system: host.system,
  }
}

function toplevelOf({ name }: Host): string {
  return `nixosConfigurations.${attribute(name)}.config.system.build.toplevel`
}

/** The link on the host that holds what build-system has built. */
function linkOf({ flake }: Host): string {
  return `/nix/var/nix/gcroots/lollypops-${flake.source.slice(11, 23)}`
}

/** What messages call the machine that builds. */
function builderName({ deployment, builder }: Host): string {
  return builder?.name ?? (['target', 'local'].includes(deployment.build) ? 'this machine' : deployment.build)
}

/** The machine that builds where that is neither the host nor this one. */
function builderModel(host: Host): object {
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
    evaluated: shell(`"$(command ${print(builder.ssh)} ${NIX} eval --raw ${there(flake)})"`),
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

/** How an activation is guarded. */
function guardModel(host: Host): object {
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
      ? [there(`ignore=${rollback['ignore-failed-units'].join(' ')}`)]
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
    starter: moves ? [shell('either')] : target.own,
    confirm: moves ? [shell('confirm-moved')] : target.own,
    moved: target.moved,
    sshConfig: [...target.command, '-GT', ...target.login],
    startSystem: [`${linkOf(host)} "\${REBUILD_ACTION:-switch}"`, [...settings, ...recorded].join(' ')],
    startProfiles: ['profiles "${REBUILD_ACTION:-switch}"', settings.join(' ')],
    startPrevious: [`"\${lp_to:-previous}" "\${REBUILD_ACTION:-switch}"`, settings.join(' ')],
  }
}

function taskModel(host: Host, plan: Plan, task: string): TaskModel & Record<string, unknown> {
  const extra = extraTask(host, task)
  const after = plan.steps.get(task)!.slice(0, -1).join(', ')
  if (extra !== undefined) {
    return {
      template: 'extra',
      task,
      note: after === '' ? '' : `After ${after}.`,
      after: after === '' ? 'no commands' : `its dependencies: ${after}`,
      dir: extra.dir === '.' ? undefined : expandable(extra.dir),
      cmds: extra.cmds.filter((cmd) => cmd.trim() !== '').map((cmd) => `\0${indent(cmd, 4)}\0`),
    }
  }
  if (task === 'deploy-secrets' || task === LATE_SECRETS) {
    const { before, after } = secretsModel(host)
    const stream = task === LATE_SECRETS ? after : before
    const undo = task !== LATE_SECRETS && host.deployment.rollback.enable ? ' "${lp_undo-}"' : ''
    const how = `"$lp_wait" "$(id -un)@$(uname -n)"${undo}`
    return { template: 'deploy-secrets', task, stream, list: stream?.list, how }
  }
  const profile = profileTasks(host).find((each) => each.task === task)
  if (profile !== undefined) return { ...profileModel(host, profile), task }
  return {
    template: task,
    task,
    note: summaryOf(task, host),
    ...(task === 'reboot' ? { when: host.deployment.reboot, timeout: host.deployment['reboot-timeout'] } : {}),
  }
}

function profileModel(
  host: Host,
  { name, task, path, profile, user, activation }: ReturnType<typeof profileTasks>[number],
) {
  const user_ = quote(quotePosix(user))
  return {
    template: 'profile',
    summary: summaryOf(task, host),
    path,
    rootLink: `/nix/var/nix/gcroots/lollypops-${task}`,
    link: profile,
    profileFolder: dirname(profile),
    activation: untouched(activation),
    words: `${name} ${user_} ${there(profile)} ${path}`,
    plain:
      user === 'root'
        ? `env PROFILE=${path} bash -euo pipefail`
        : `env PROFILE=${path} runuser --login --whitelist-environment=PROFILE ${user_}`,
    name,
  }
}

/** Whether a run that fails puts back the secrets from before it. */
function undoes(host: Host): boolean {
  return host.deployment.rollback.enable && secretsModel(host).before !== undefined
}

/** The words that main takes, and what a failure of each task says. */
function commandLineModel(host: Host, plan: Plan): object {
  const functions = (tasks: readonly string[]) => tasks.map((task) => functionOf(task, host.extraTasks))
  const single = plan.known.filter(
    (task) => plan.steps.get(task)!.join() === task && functionOf(task, host.extraTasks) === task,
  )
  const words = [
    ...(single.length > 0 ? [{ word: wrapped(single), tasks: '"$1"' }] : []),
    ...plan.known
      .filter((task) => !single.includes(task))
      .map((task) => ({ word: task, tasks: functions(plan.steps.get(task)!).join(' ') })),
    ...(plan.known.includes('check')
      ? [{ word: 'check-vars', tasks: functions(plan.steps.get('check')!).join(' ') }]
      : []),
  ]
  const has = (task: string) => plan.known.includes(task)
  const profiles = profileTasks(host).map(({ task }) => task)
  const activating = ['activate-system', ACTIVATE_PROFILES, 'rollback', 'reboot', ...profiles].filter(has)
  const copying = has(ACTIVATE_PROFILES) ? profiles.filter((task) => extraTask(host, task) === undefined) : []
  const changing = ['deploy-secrets', LATE_SECRETS, 'rebuild'].filter(has)
  return {
    words,
    actions: ACTIONS.filter((action) => !has(action)).join(' | '),
    standard: functions(plan.standard.flatMap((task) => plan.steps.get(task)!)),
    activating,
    copying,
    taking: ['activate-system', ...(copying.length > 0 ? [ACTIVATE_PROFILES, 'rollback'] : [])],
    again: [...(undoes(host) ? ['deploy-secrets'] : []), ...copying],
    changing: changing.join('|'),
  }
}

/** One sentence for each thing that can be wrong before anything has begun. */
function sentences(host: Host, { address, sudo }: Target): Record<string, string> {
  const { name, hostName, deployment } = host
  const where = oneLine(address)
  const program = oneLine(sudo[0] ?? '')
  const builderHost = builderName(host).replace(/.*@/, '')
  return {
    login: `cannot log in at ${where}: see above, and ${deployment.ssh.user === null ? `add lollypops.deployment.ssh.user = "root"; as it is not set, ssh takes your own name` : 'lollypops.deployment.ssh'}`,
    otherMachine: `${where} is not ${hostName}: fix lollypops.deployment.ssh.host, or pass --new for a first installation`,
    notRoot:
      sudo.length > 0
        ? `${program} on ${name} wants a password: ${remedy(sudo[0]!)}`
        : `${where} is not root: log in as root by lollypops.deployment.ssh.user, or set sudo.enable`,
    missing: `${name} lacks one of these programs: is it NixOS?`,
    askPassword: `Password of ${where} for ${program}: `,
    builder: `${builderHost} cannot log in at ${where}: `,
    noHostKey: `${builderHost} does not know the host key of ${name}: name it there in programs.ssh.knownHosts`,
    wrongAgent: `${name} takes no key of ${builderHost}, nor one of your agent: add the right one by ssh-add, or give ${builderHost} a key of its own`,
    noAgent: `${name} takes no key of ${builderHost}, and no agent came along from here: give ${builderHost} a key of its own, or start an agent with yours (ssh-agent, ssh-add)`,
    builderRemote: `LP_REMOTE_* do not hold on ${builderName(host)}, which copies to ${where}`,
    cannotBuild: `${name} is ${host.platform}, for which ${builderName(host)} cannot build: set lollypops.deployment.build to "target" or to a machine that can, or boot.binfmt.emulatedSystems or nix.buildMachines ${builderName(host) === 'this machine' ? 'here' : 'there'}`,
    wantsTerminal: `${program} on ${name} wants a terminal: remove requiretty from its settings`,
    notAllowed: `${program} on ${name} does not let ${where} become root`,
    wrongPassword: `${program} on ${name} does not take this password`,
  }
}

/** What to do when `sudo.command` wants a password. */
function remedy(command: string): string {
  const program = command.replace(/.*\//, '').replace(/-rs$/, '')
  const remedies: Record<string, string> = {
    sudo: 'set sudo.ask-password, or security.sudo.wheelNeedsPassword = false there',
    doas: 'set noPass in security.doas.extraRules there',
    run0: 'allow that by a rule in security.polkit.extraConfig there',
  }
  return Object.hasOwn(remedies, program) ? remedies[program]! : 'allow that there'
}

/** Words in one, for the inside of double quotes. */
function inDouble(...words: Word[]): string {
  return words.map((word) => (word instanceof Expanding ? word.inDouble : quoteInDouble(word))).join(' ')
}

/** Alternatives of a case, on lines that fit. */
function wrapped(words: readonly string[]): string {
  return words.join(' | ').replace(/(.{80,}?) \| /g, '$1 | \\\n        ')
}

function there(word: string): string {
  return quote(quotePosix(word))
}

function attribute(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name)
}
