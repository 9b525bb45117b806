// The texts are also the table of all options: their names, whether they take a value, and what completion says.
// Those unseen are for our package, or have another name here.
import bash from '../../../templates/launch/completion.bash'
import zsh from '../../../templates/launch/completion.zsh'
import HELP from '../../../templates/launch/help.txt'
import UNSEEN from '../../../templates/launch/unseen.txt'

export { HELP }
export const ACTIONS = ['switch', 'boot', 'test', 'dry-activate', 'build', 'dry-build']
export const INSTEAD = ['use-substitutes', 'sudo', 'build-host']
const CHOICES: Record<string, string[]> = {
  output: ['prefixed', 'group', 'interleaved', 'quiet'],
  color: ['auto', 'always', 'never'],
  completion: ['bash', 'zsh', 'fish'],
}

/** How to call this launch in a shell. */
export const SELF = process.env['LOLLYPOPS_LAUNCH'] || 'launch'

/** Wrong use of the command line: one line that names the word and says what to do. Exit code 2. */
export class UsageError extends Error {}

export const OPTIONS = readOptions(HELP)
export const byName = new Map(
  [...OPTIONS, ...readOptions(UNSEEN)].flatMap((option) => option.names.map((name) => [name, option] as const)),
)

function readOptions(text: string) {
  return [...text.matchAll(/^ {2}(-.*?[\w%]) {2,}(\S.*(?:\n {27}.*)*)$/gm)].map(([, left, right]) => {
    const help = right!.replace(/\s+/g, ' ')
    const also = / \(also ([^)]*)\)$/.exec(help)?.[1] ?? ''
    const names = `${left} ${also}`.match(/(?<=^|[ ,])--?[a-zA-Z][a-z-]*/g)!
    const name = names.find((name) => name.startsWith('--'))!.slice(2)
    const value = !/(^| )--?[a-zA-Z][a-z-]*$/.test(left!)
    return { name, names, value, choices: CHOICES[name], help }
  })
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
