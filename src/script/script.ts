import { dirname } from 'node:path/posix'
import type { Host } from '../description/host.ts'
import { InputError } from '../description/input-error.ts'
import { indent, verbatim } from '../shell/fragment.ts'
import { withPrograms } from '../shell/programs.ts'
import { print, quoteInDouble, quotePosix, Shell } from '../shell/quote.ts'
import { expandable } from '../shell/words.ts'
import { version } from '../version.ts'
import { builderOf } from './builder.ts'
import { buildsOnTarget, LATE_SECRETS } from './built-in.ts'
import { comment, oneLine } from './comment.ts'
import { extraTasksOf } from './extra-tasks.ts'
import { flakeRef, pathRef } from './flake-ref.ts'
import { healthChecks, longestChecks } from './health-checks.ts'
import { profileTasks } from './profiles.ts'
import { secretRows } from './secret-rows.ts'
import { secretsModel, secretsOf } from './secrets.ts'
import { summaryOf } from './summary.ts'
import { targetOf } from './target.ts'
import { planTasks } from './tasks.ts'
import { render } from './template.ts'
import { withoutPassword } from './without-password.ts'

const shell = (text: string) => new Shell(text)
const quoteInSingle = (text: string) => oneLine(text).replaceAll("'", "'\\''")
const forShell = {
  comment,
  expandable,
  indent,
  oneLine,
  print,
  quoteInDouble,
  quoteInSingle,
  quotePosix,
  shell,
  verbatim,
  withPrograms,
}
const forSecrets = { secretRows }
const forSystems = { buildsOnTarget, dirname, healthChecks, longestChecks, profileTasks }

/**
 * The script that deploys a host.
 * @throws InputError in one line, when the host asks for something that cannot be
 */
export function script(host: Host): string {
  const plan = planTasks(host)
  const extra = extraTasksOf(host)
  const values = {
    ...forShell,
    ...forSecrets,
    ...forSystems,
    version,
    host,
    plan,
    waits: plan.known.includes('activate-system') || host.secrets.prune || secretsOf(host).length > 0,
    target: targetOf(host),
    builder: builderOf(host),
    folder: host.deployment['config-dir'],
    source: host.flake.source,
    toplevel: `nixosConfigurations.${attribute(host.name)}.config.system.build.toplevel`,
    built: `/nix/var/nix/gcroots/lollypops-${host.flake.source.slice(11, 43)}`,
    flakeRef: (place: string) => flakeRef(place, host.flake.dir),
    pathRef: (place: string) => pathRef(place, host.flake.dir),
    allSecrets: secretsOf(host),
    secrets: secretsModel(host),
    withoutPassword,
    summary: (task: string) => oneLine(extra.get(task)?.desc ?? summaryOf(task, host)) || 'has no description',
  }
  const blocks = plan.known.filter((name) => plan.steps.get(name)!.includes(name))
  const withCommands = ['deploy-secrets', LATE_SECRETS, 'diff'].find(
    (name) => blocks.includes(name) && !extra.has(name),
  )
  const tasks = blocks.map((name) => {
    const task = extra.get(name)
    const late = name === LATE_SECRETS
    const profile = profileTasks(host).find((each) => each.task === name)
    const file = task !== undefined ? 'extra' : late ? 'deploy-secrets' : profile !== undefined ? 'profile' : name
    return render(`tasks/${file}.sh.ejs`, {
      ...values,
      name,
      task,
      profile,
      stream: late ? values.secrets.after : values.secrets.before,
      withCommands: name === withCommands,
    })
  })
  const text = render('deploy.sh.ejs', { ...values, tasks })
  for (const name of blocks) checkBounds(text, name)
  return text
}

function attribute(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name)
}

/** Between these lines --dry-run finds a task. */
function checkBounds(text: string, name: string): void {
  for (const bound of [`# ${name}: `, `} # ${name}`]) {
    if (text.split('\n').filter((line) => line.startsWith(bound)).length !== 1) {
      throw new InputError(
        `a line of a command begins with "${bound}", as the task ${name} does in the script: write it otherwise`,
      )
    }
  }
}
