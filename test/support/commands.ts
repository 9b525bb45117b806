import { spawnSync } from 'node:child_process'

/** The commands of a task in a script, as a person would cut them out to paste them. */
export function commandsOf(script: string, task: string): string[] {
  const lines = script.split('\n')
  const body = lines.slice(lines.indexOf(`${task}() {`) + 1, lines.indexOf(`} # ${task}`))
  const commands: string[] = []
  let command: string[] = []
  for (const line of body) {
    command.push(line)
    if (!isComplete(command.join('\n'))) continue
    const text = command.join('\n')
    if (text.split('\n').some((each) => each.trim() !== '' && !each.trim().startsWith('#'))) commands.push(text)
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
