import type { Host } from './host.ts'
import { InputError } from './input-error.ts'
import { secretsOf } from './secrets.ts'
import { optionName } from './option-name.ts'

/** Tasks that every script has, in their usual order. */
export const BUILT_IN = ['check', 'deploy-flake', 'deploy-secrets', 'rebuild'] as const
/** For secrets that wait for users or groups which rebuild makes; only where there are such. */
export const LATE_SECRETS = 'deploy-late-secrets'
export type BuiltIn = (typeof BUILT_IN)[number] | typeof LATE_SECRETS

// Keywords, functions of the script, and what its own lines call: a task of that name would stand in front of it.
const TAKEN = new Set(
  `if then else elif fi case esac for select while until do done in function time coproc
  share-login ask-password refuse-password leave failed interrupted usage-error all launch
  bash base64 break builtin cat cd chmod command compgen continue declare echo eval exec exit export getopts local
  mapfile mkdir mktemp nix nix-store nixos-rebuild printf read readonly return rm rsync run sed set shift
  shopt source ssh sudo timeout trap true type unset wait xargs`.split(/\s+/),
)

/** What the script runs. */
export interface Plan {
  /** Every task the script has: built in, then extra ones by name. */
  known: string[]
  /** What runs when no task is named. */
  standard: string[]
  /** For each task: those it depends on, in the order to run them, and itself at the end. */
  steps: Map<string, string[]>
}

/** `check-vars` is what go-task lollypops calls `check`. */
export function currentName(task: string): string {
  return task === 'check-vars' ? 'check' : task
}

/**
 * The tasks of a host, put in order.
 * @throws InputError for a name that cannot be, an unknown task, or tasks that depend on each other in a circle
 */
export function planTasks(host: Host): Plan {
  const extra = new Map(Object.entries(host.extraTasks).map(([name, task]) => [currentName(name), task]))
  const late = secretsOf(host, 'after-rebuild').length > 0
  const builtIn = late ? [...BUILT_IN, LATE_SECRETS] : BUILT_IN
  const known = [...builtIn, ...[...extra.keys()].filter((name) => !builtIn.some((each) => each === name)).sort()]
  const refuse = (path: string[], problem: string): never => {
    throw new InputError(`${optionName(path)}: ${problem}`)
  }
  const resolve = (name: string, path: string[]): string =>
    known.includes(currentName(name))
      ? currentName(name)
      : refuse(path, `there is no task ${JSON.stringify(name)}, only ${known.join(', ')}`)

  if ('check' in host.extraTasks && 'check-vars' in host.extraTasks) refuse(['extraTasks', 'check-vars'], 'is the former name of check, which is there, too')
  for (const name of extra.keys()) {
    if (!/^[A-Za-z_][\w-]*$/.test(name)) refuse(['extraTasks', name], 'a task is named with letters, digits, _ and -, a letter first')
    if (TAKEN.has(name) || name === `deploy-${host.name}`) refuse(['extraTasks', name], 'the script needs this name itself, choose another')
  }
  const steps = new Map<string, string[]>()
  const visit = (name: string, above: string[]): string[] => {
    const known = steps.get(name)
    if (known !== undefined) return known
    if (above.includes(name)) {
      const circle = [...above.slice(above.indexOf(name)), name]
      refuse(['extraTasks', name, 'deps'], `these tasks wait for each other: ${circle.join(' -> ')}`)
    }
    const deps = (extra.get(name)?.deps ?? []).map((dep) => resolve(dep, ['extraTasks', name, 'deps']))
    const before = deps.flatMap((dep) => visit(dep, [...above, name]))
    const order = [...new Set([...before, name])]
    steps.set(name, order)
    return order
  }
  for (const name of known) visit(name, [])
  const standard = host.tasks.map((name) => resolve(name, ['tasks']))
  return { known, standard: late ? withLateSecrets(standard) : standard, steps }
}

function withLateSecrets(tasks: string[]): string[] {
  if (!tasks.includes('deploy-secrets') || tasks.includes(LATE_SECRETS)) return tasks
  const after = Math.max(tasks.lastIndexOf('rebuild'), tasks.lastIndexOf('deploy-secrets'))
  return tasks.toSpliced(after + 1, 0, LATE_SECRETS)
}

export function isBuiltIn(name: string): name is BuiltIn {
  return [...BUILT_IN, LATE_SECRETS].some((task) => task === name)
}
