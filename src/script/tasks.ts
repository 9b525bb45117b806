import type { ExtraTask, Host, Profile } from '../description/host.ts'
import { InputError } from '../description/input-error.ts'
import { optionName } from '../description/option-name.ts'
import { secretsOf } from './secrets.ts'

/** For secrets that wait for users or groups which rebuild makes. */
export const LATE_SECRETS = 'deploy-late-secrets'

/** Activates what tasks of profiles have copied. */
export const ACTIVATE_PROFILES = 'activate-profiles'

/** Tasks that a script can have, apart from extra ones and those of profiles. */
export const BUILT_IN = `check deploy-flake deploy-secrets rebuild ${LATE_SECRETS} build-system activate-system
  ${ACTIVATE_PROFILES} reboot diff rollback generations status`.split(/\s+/)

/** What the script runs. */
export interface Plan {
  /** Every task the script has: built in, then extra ones by name. */
  known: string[]
  /** What runs when no task is named. */
  standard: string[]
  /** For each task: what runs when it is asked for, in that order. */
  steps: Map<string, string[]>
}

/** `check-vars` is what go-task lollypops calls `check`. */
export function currentName(task: string): string {
  return task === 'check-vars' ? 'check' : task
}

/** The profiles of a host with their tasks, in the order they are activated. */
export function profileTasks(host: Host): (Profile & { name: string; task: string })[] {
  return Object.entries(host.profiles)
    .map(([name, profile]) => ({ ...profile, name, task: `profile-${name}` }))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
}

/** Whether the host itself evaluates and builds, as nixos-rebuild does there. */
export function buildsOnTarget(deployment: Pick<Host['deployment'], 'build' | 'local-evaluation'>): boolean {
  return deployment.build === 'target' && !deployment['local-evaluation']
}

/** The tasks that lollypops brings for this host, in their usual order, each with what runs when it is asked for. */
function builtInTasks(host: Host): [name: string, steps: string[]][] {
  const { rollback, reboot } = host.deployment
  const activate = rollback.enable ? ['build-system', 'activate-system'] : ['rebuild']
  const build = rollback.enable || buildsOnTarget(host.deployment) ? [] : ['build-system']
  const restart = reboot === 'never' ? [] : ['reboot']
  const profiles = profileTasks(host).map(({ task }) => task)
  const itself = (name: string): [string, string[]] => [name, [name]]
  return [
    ...['check', 'deploy-flake', 'deploy-secrets'].map(itself),
    ['rebuild', [...build, ...activate, ...restart]],
    ...(secretsOf(host, 'after-rebuild').length > 0 ? [itself(LATE_SECRETS)] : []),
    ...profiles.map(itself),
    itself('build-system'),
    ...(rollback.enable ? [itself('activate-system')] : []),
    ...(rollback.enable && profiles.length > 0 ? [itself(ACTIVATE_PROFILES)] : []),
    ...restart.map(itself),
    ['diff', ['build-system', 'diff']],
    ...['rollback', 'generations', 'status'].map(itself),
  ]
}

/**
 * The tasks of a host, put in order.
 * @throws InputError for a name that cannot be, an unknown task, or tasks that depend on each other in a circle
 */
export function planTasks(host: Host): Plan {
  const extra = new Map(Object.entries(host.extraTasks).map(([name, task]) => [currentName(name), task]))
  const builtIn = new Map(builtInTasks(host))
  const known = [...builtIn.keys(), ...[...extra.keys()].filter((name) => !builtIn.has(name)).sort()]
  const refuse = (path: string[], problem: string): never => {
    throw new InputError(`${optionName(path)}: ${problem}`)
  }
  const resolve = (name: string, path: string[]): string =>
    known.includes(currentName(name))
      ? currentName(name)
      : refuse(path, `there is no task ${JSON.stringify(name)}, only ${known.join(', ')}`)

  if ('check' in host.extraTasks && 'check-vars' in host.extraTasks)
    refuse(['extraTasks', 'check-vars'], 'is the former name of check, which is there, too')
  for (const name of extra.keys()) {
    if (!/^[A-Za-z_][\w.:-]*$/.test(name))
      refuse(['extraTasks', name], 'a task is named with letters, digits and _ - . :, a letter first')
  }
  const steps = new Map<string, string[]>()
  const visit = (name: string, above: string[]): string[] => {
    const done = steps.get(name)
    if (done !== undefined) return done
    if (above.includes(name)) {
      const circle = [...above.slice(above.indexOf(name)), name]
      refuse(['extraTasks', name, 'deps'], `these tasks wait for each other: ${circle.join(' -> ')}`)
    }
    const deps = (extra.get(name)?.deps ?? []).map((dep) => resolve(dep, ['extraTasks', name, 'deps']))
    const copied = deps.some((dep) => dep.startsWith('profile-') && builtIn.has(dep) && !extra.has(dep))
    const before = deps.flatMap((dep) => visit(dep, [...above, name]))
    if (copied && builtIn.has(ACTIVATE_PROFILES)) before.push(ACTIVATE_PROFILES)
    const all = [...before, ...(extra.has(name) ? [name] : builtIn.get(name)!)]
    const order = all.filter((step, at) => step === ACTIVATE_PROFILES || all.indexOf(step) === at)
    steps.set(name, order)
    return order
  }
  for (const name of known) visit(name, [])
  const standard = host.tasks.map((name) => resolve(name, ['tasks']))
  return { known, standard: withFollowers(standard, [...builtIn.keys()]), steps }
}

/**
 * Late secrets and profiles come where nobody has said when: profiles are copied before the activation that activates
 * them, too; where they may need late secrets, they follow these.
 */
function withFollowers(tasks: string[], builtIn: readonly string[]): string[] {
  const missing = (name: string) => builtIn.includes(name) && !tasks.includes(name)
  const profiles = builtIn.filter((name) => name.startsWith('profile-') && missing(name))
  const late = missing(LATE_SECRETS) && tasks.includes('deploy-secrets') ? [LATE_SECRETS] : []
  const rebuild = tasks.lastIndexOf('rebuild')
  if (rebuild >= 0 && builtIn.includes(ACTIVATE_PROFILES) && !builtIn.includes(LATE_SECRETS))
    return tasks.toSpliced(rebuild, 0, ...profiles)
  const after = Math.max(rebuild, tasks.lastIndexOf('deploy-secrets'))
  return tasks.toSpliced(after + 1, 0, ...late, ...(rebuild >= 0 ? profiles : []))
}

// Functions and variables of the script, keywords, builtins, and programs that its own lines call: an extra task with
// one of these names is a function `task-NAME`, so that it stands in front of none of them.
const TAKEN = new Set(
  `guard reboot-guard secrets profiles ssh nix rsync persist tried tell fail failed interrupted leave confirm main password
  ask-password theirs not-undone health-checks rebooted reboot-needed cannot-build can-log-in host-key-name either
  confirm-moved undo-secrets secret send-secrets answers cannot-fetch
  if then else elif fi case esac for select while until do done in function time coproc
  bash break builtin cat cd command compgen continue curl cut declare echo eval exec exit export false find git grep head
  id install kill local ln mapfile mkdir mktemp nix-store nix-build nixos-rebuild printf read readarray readlink readonly return
  rm sed set shift shopt sleep sort source systemctl tail test timeout trap true type ulimit uname unset wait xargs awk base64
  sha256sum od tr env let enable hash help history jobs logout popd pushd pwd suspend times typeset umask alias bg bind
  caller complete compopt dirs disown fc fg getopts unalias`.split(/\s+/),
)

/** The bash function of a task. */
export function functionOf(task: string, extra: Record<string, ExtraTask>): string {
  const mangled = (name: string): string => (name in extra ? mangled(`task-${name}`) : name)
  return (TAKEN.has(task) || task.startsWith('lp_')) && task in extra ? mangled(`task-${task}`) : task
}
