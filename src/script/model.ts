import { dirname } from 'node:path/posix'
import type { Host } from '../description/host.ts'
import { indent } from '../shell/fragment.ts'
import { oneLine, quoteThere } from '../shell/quote.ts'
import { expandable } from '../shell/words.ts'
import { version } from '../version.ts'
import { builderModel } from './builder.ts'
import { commandLineModel } from './command-line.ts'
import { connectionModel } from './connection.ts'
import { guardModel } from './guard.ts'
import { machineReadable, summaryOf, usage } from './header.ts'
import { extraTask, healthChecks, untouched } from './people.ts'
import { withPlaceholders } from './placeholders.ts'
import { placesModel } from './places.ts'
import { secretsModel, secretsOf, undoes } from './secrets.ts'
import { sentences } from './sentences.ts'
import { deploysHere, targetOf } from './target.ts'
import { buildsOnTarget, functionOf, LATE_SECRETS, type Plan, planTasks, profileTasks } from './tasks.ts'

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
    const how = `"$lp_wait" "$lp_who"${undo}`
    return { template: 'deploy-secrets', task, stream, list: stream?.secrets.length ? stream.list : undefined, how }
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
  const user_ = quoteThere(user)
  return {
    template: 'profile',
    summary: summaryOf(task, host),
    path,
    rootLink: `/nix/var/nix/gcroots/lollypops-${task}`,
    link: profile,
    profileFolder: dirname(profile),
    activation: untouched(activation),
    words: `${name} ${user_} ${quoteThere(profile)} ${path}`,
    plain:
      user === 'root'
        ? `env PROFILE=${path} bash -euo pipefail`
        : `env PROFILE=${path} runuser --login --whitelist-environment=PROFILE ${user_}`,
  }
}
