import type { Host } from '../description/host.ts'
import { InputError } from '../description/input-error.ts'
import { optionName } from '../description/option-name.ts'
import { type BuiltInTask, builtInTasks, LATE_SECRETS } from './built-in.ts'

// Keywords, functions of the script, and what its own lines call: a task of that name would stand in front of it.
const TAKEN = new Set(
  `if then else elif fi case esac for select while until do done in function time coproc
  share-login ask-password refuse-password leave failed interrupted confirm usage-error all launch
  awk bash base64 break builtin cat cd chmod command compgen continue declare echo eval exec exit export getopts local
  curl cut git grep head id ln mapfile mkdir mktemp nix nix-store nixos-rebuild printf read readonly return rm rsync run sed set shift
  sha256sum shopt sleep source ssh sudo timeout trap true type uname unset wait xargs`.split(/\s+/),
)

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

/**
 * The tasks of a host, put in order.
 * @throws InputError for a name that cannot be, an unknown task, or tasks that depend on each other in a circle
 */
export function planTasks(host: Host): Plan {
  const extra = new Map(Object.entries(host.extraTasks).map(([name, task]) => [currentName(name), task]))
  const builtIn = builtInTasks(host)
  const names = builtIn.map(({ name }) => name)
  const known = [...names, ...[...extra.keys()].filter((name) => !names.includes(name)).sort()]
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
    if (!/^[A-Za-z_][\w-]*$/.test(name))
      refuse(['extraTasks', name], 'a task is named with letters, digits, _ and -, a letter first')
    if (TAKEN.has(name) || name === `deploy-${host.name}`)
      refuse(['extraTasks', name], 'the script needs this name itself, choose another')
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
    const order = [...new Set([...before, ...(extra.has(name) ? [name] : stepsOf(name, builtIn))])]
    steps.set(name, order)
    return order
  }
  for (const name of known) visit(name, [])
  const standard = host.tasks.map((name) => resolve(name, ['tasks']))
  return { known, standard: withFollowers(standard, builtIn), steps }
}

function stepsOf(name: string, builtIn: readonly BuiltInTask[]): string[] {
  return builtIn.find((task) => task.name === name)?.steps ?? [name]
}

/** Late secrets and profiles come behind what they wait for, where nobody has said when. */
function withFollowers(tasks: string[], builtIn: readonly BuiltInTask[]): string[] {
  const profiles = builtIn.map(({ name }) => name).filter((name) => name.startsWith('profile-'))
  const late = builtIn.some(({ name }) => name === LATE_SECRETS)
  const followers = [
    ...(late && tasks.includes('deploy-secrets') ? [LATE_SECRETS] : []),
    ...(tasks.includes('rebuild') ? profiles : []),
  ]
  const missing = followers.filter((name) => !tasks.includes(name))
  const after = Math.max(tasks.lastIndexOf('rebuild'), tasks.lastIndexOf('deploy-secrets'))
  return tasks.toSpliced(after + 1, 0, ...missing)
}
