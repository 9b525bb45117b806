import { spawnSync } from 'node:child_process'
import { extraTask } from '../script/people.ts'
import { currentName } from '../script/tasks.ts'
import { secretsOf } from '../script/secrets.ts'
import type { Host } from './host.ts'
import { InputError } from './input-error.ts'
import { optionName } from './option-name.ts'

/** Ends of here-documents in the templates that people's own shell may stand in. */
const DELIMITERS = ['HOST', 'GUARD', 'PROFILE']

/**
 * Has bash read each piece of shell that the options hold, by itself: a quote left open there would else be an error
 * somewhere below it. Without a bash to ask, nothing is checked.
 * @throws InputError in one line that names the option
 */
export function checkFragments(host: Host): void {
  const commands = Object.keys(host.extraTasks).map((name) => [name, extraTask(host, currentName(name))!] as const).flatMap(([name, { cmds }]) =>
    cmds.map((text, index) => ({ option: optionName(['extraTasks', name, 'cmds', index]), text })),
  )
  const secrets = secretsOf(host).flatMap(({ option, cmd, onChange }) => [
    { option: `${option}.cmd`, text: cmd },
    { option: `${option}.onChange`, text: onChange },
  ])
  const checks = Object.entries(host.deployment['health-checks']).flatMap(([name, check]) =>
    (['command', 'host-command'] as const).map((kind) => ({
      option: optionName(['deployment', 'health-checks', name, kind]),
      text: check[kind] ?? '',
    })),
  )
  const profiles = Object.entries(host.profiles).map(([name, { activation }]) => ({
    option: optionName(['profiles', name, 'activation']),
    text: activation,
  }))
  for (const { option, text } of [...secrets, ...checks, ...profiles, ...commands]) {
    const end = text.split('\n').find((line) => DELIMITERS.includes(line))
    if (end !== undefined)
      throw new InputError(`${option}: a line ${end} ends what the script sends to the host: write it otherwise`)
    const { error, status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' })
    if (error !== undefined) return
    if (status !== 0 || stderr !== '') {
      const [said = ''] = stderr.replaceAll(/^bash: (warning: )?/gm, '').split('\n')
      throw new InputError(`${option}: bash cannot read it: ${said}`)
    }
  }
}
