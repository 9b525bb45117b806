import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import bash from '../../../templates/launch/completion.bash'
import zsh from '../../../templates/launch/completion.zsh'
import { quote } from '../../shell/quote.ts'
import { HELP, OPTIONS } from './option-table.ts'

/** Wrong use of the command line: one line that names the word and says what to do. Exit code 2. */
export class UsageError extends Error {}

export const SELF = selfName(process.env)

/** How to call this launch in a shell: `launch` where PATH leads to it, else LOLLYPOPS_LAUNCH, the path it was started by. */
export function selfName(env: NodeJS.ProcessEnv): string {
  const { LOLLYPOPS_LAUNCH: started } = env
  if (!started?.includes('/')) return 'launch'
  return programAt(started) !== undefined && findProgram('launch', env) === programAt(started)
    ? 'launch'
    : quote(started)
}

/** Where PATH leads to. */
export function findProgram(name: string, { PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  return PATH.split(delimiter)
    .map((folder) => programAt(join(folder || '.', name)))
    .find(Boolean)
}

function programAt(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile() ? realpathSync(path) : undefined
  } catch {
    return undefined
  }
}

export function manPage(version: string): string {
  const roff = (text: string): string => text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&')
  const [usage, ...parts] = HELP.trimEnd().split('\n\n')
  const sections = parts.map((part) => {
    const [, title = 'Description', body] = /^(?:([^\n]*):\n)?(.*)$/s.exec(part)!
    const entries = OPTIONS.filter(({ row }) => body!.includes(row))
    const list = entries.map(({ left, help }) => `.TP\n\\fB${roff(left)}\\fR\n${roff(help)}\n`).join('')
    return `.SH ${title.toUpperCase()}\n${list || `.nf\n${roff(body!)}\n.fi\n`}`
  })
  return `.TH LAUNCH 1 "" "lollypops ${version}"
.SH NAME
launch \\- deploy several NixOS hosts side by side
.SH SYNOPSIS
${roff(usage!.replace('Usage: ', ''))}
${sections.join('')}.SH SEE ALSO
.BR deploy\\-host (1)
`
}

/** What a shell loads to complete the words of launch: options from here, targets from `launch --complete`. */
export function completion(shell: string): string {
  if (shell === 'fish') {
    const rows = OPTIONS.map(({ name, names, value, choices, help }) => {
      const letter = names.filter((other) => other.length === 2).map((other) => ` -s ${other[1]}`)
      const values = choices ? ` -xa '${choices.join(' ')}'` : value ? ' -r' : ''
      return `complete -c launch -l ${name}${letter.join('')}${values} -d '${help.replace(/[\\']/g, '\\$&')}'\n`
    })
    return `complete -c launch -f -a '(launch --complete 2>/dev/null)'\n${rows.join('')}`
  }
  const cases = OPTIONS.filter(({ choices }) => choices).map(({ names, choices }) => {
    const words = choices!.join(' ')
    return `    ${names.join(' | ')}) ${shell === 'zsh' ? `compadd -- ${words}; return` : `words='${words}'`} ;;`
  })
  return (shell === 'zsh' ? zsh : bash)
    .replace('@CASES@', cases.join('\n'))
    .replaceAll('@OPTIONS@', OPTIONS.flatMap(({ names }) => names).join(' '))
}
