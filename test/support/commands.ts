import { spawnSync } from 'node:child_process'

/** The commands of a task in a script, as a person would cut them out to paste them. */
export function commandsOf(script: string, task: string): string[] {
  const [text = ''] = script.slice(script.indexOf(`\n${task}() {\n`) + 1).split(`\n} # ${task}\n`)
  const body = text
    .replace(/\n}\n\n# What [\s\S]*/, '')
    .split('\n')
    .slice(1) // without the list of its secrets
  const commands: string[] = []
  let command: string[] = []
  for (const line of body) {
    command.push(line)
    if (!isComplete(command.join('\n'))) continue
    const whole = command.join('\n')
    const waits = /^\s*wait /.test(whole) // for what this very shell has started
    if (waits) commands.push(`${commands.pop()}\n${whole}`)
    else if (whole.split('\n').some((each) => each.trim() !== '' && !each.trim().startsWith('#'))) commands.push(whole)
    command = []
  }
  if (command.length > 0) throw new Error(`${task}: not a whole command at its end:\n${command.join('\n')}`)
  return commands
}

function isComplete(text: string): boolean {
  if (/(\\|\|)\n?$/.test(text)) return false
  const { status, stderr } = spawnSync('bash', ['-n'], { input: `${text}\n`, encoding: 'utf8' })
  return status === 0 && stderr === ''
}
