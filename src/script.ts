import { comment, oneLine } from './comment.ts'
import { indent, isPipeline } from './fragment.ts'
import { flakeRef, pathRef } from './flake-ref.ts'
import type { ExtraTask, Host } from './host.ts'
import { InputError } from './input-error.ts'
import { optionName } from './option-name.ts'
import { PlaceholderError, expandPlaceholders, fillPlaceholders } from './placeholders.ts'
import { withPrograms } from './programs.ts'
import { Shell, print, quoteInDouble, quotePosix } from './quote.ts'
import { afterSwap } from './after-swap.ts'
import { foldersOf, secretsOf } from './secrets.ts'
import { summaryOf } from './summary.ts'
import { secretRows } from './secret-rows.ts'
import { LATE_SECRETS, currentName, isBuiltIn, planTasks } from './tasks.ts'
import { targetOf } from './target.ts'
import { render } from './template.ts'
import { version } from './version.ts'
import { expandable } from './words.ts'

/**
 * The script that deploys a host.
 * @throws InputError in one line, when the host asks for something that cannot be
 */
export function script(host: Host): string {
  const plan = planTasks(host, host.name)
  const target = targetOf(host)
  const folder = host.deployment['config-dir']
  const extra = new Map(Object.entries(host.extraTasks).map(([name, task]) => [currentName(name), expand(name, task, host)]))
  const values = {
    comment,
    flakeRef: (place: string) => flakeRef(place, host.flake.dir),
    pathRef: (place: string) => pathRef(place, host.flake.dir),
    indent,
    isPipeline,
    oneLine,
    print,
    quoteInDouble,
    quotePosix,
    shell: (text: string) => new Shell(text),
    version,
    withPrograms,
    folderOf: expandable,
    host,
    target,
    plan,
    folder,
    source: host.flake.source,
    foldersOf,
    afterSwap,
    allSecrets: secretsOf(host),
    secretRows,
    summary: (task: string) => oneLine(extra.get(task)?.desc ?? (isBuiltIn(task) ? summaryOf(task, host) : '')) || 'has no description',
  }
  const tasks = plan.known.map((name) => {
    const task = extra.get(name)
    const file = task !== undefined ? 'extra' : name === LATE_SECRETS ? 'deploy-secrets' : name
    const secrets = secretsOf(host, name === LATE_SECRETS ? 'after-rebuild' : 'before-rebuild')
    const text = render(`tasks/${file}.sh.ejs`, { ...values, name, task, secrets })
    if (text.split('\n').filter((line) => line === `} # ${name}`).length !== 1) {
      throw new InputError(`${host.name}: ${optionName(['extraTasks', name, 'cmds'])}: the line "} # ${name}" ends the task, write it otherwise`)
    }
    return text
  })
  const text = render('deploy.sh.ejs', { ...values, tasks })
  for (const name of plan.known) {
    if (text.split('\n').filter((line) => line.startsWith(`# ${name}: `)).length !== 1) {
      throw new InputError(`${host.name}: a command has the line "# ${name}: ", with which the task ${name} begins: write it otherwise`)
    }
  }
  return text
}

function expand(name: string, task: ExtraTask, host: Host): ExtraTask {
  const each = (text: string, option: string, expandIn = expandPlaceholders): string => {
    try {
      return expandIn(text, host)
    } catch (error) {
      if (!(error instanceof PlaceholderError)) throw error
      throw new InputError(`${host.name}: ${optionName(['extraTasks', name, option])}: ${error.message}`)
    }
  }
  return { ...task, dir: each(task.dir, 'dir', fillPlaceholders), desc: each(task.desc, 'desc', fillPlaceholders), cmds: task.cmds.map((cmd) => each(cmd, 'cmds')) }
}
