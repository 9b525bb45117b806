// The texts are also the table of all options: their names, whether they take a value, and what completion and man
// page say. Those unseen are for our package, or have another name here.
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
/** Those that scripts have as well. */
const FLAGS = ['dry-run', 'confirm', 'force', 'wait', 'new', 'verbose']

export interface Option {
  name: string
  names: string[]
  value: boolean
  choices: string[] | undefined
  /** Its place in the help, and the two columns of that. */
  row: string
  left: string
  help: string
}

export const OPTIONS = readOptions(HELP)
export const byName = new Map(
  [...OPTIONS, ...readOptions(UNSEEN)].flatMap((option) => option.names.map((name) => [name, option] as const)),
)

function readOptions(text: string): Option[] {
  return [...text.matchAll(/^ {2}(-.*?[\w%]) {2,}(\S.*(?:\n {27}.*)*)$/gm)].map(([row, left, right]) => {
    const help = right!.replace(/\s+/g, ' ')
    const also = / \(also ([^)]*)\)$/.exec(help)?.[1] ?? ''
    const names = `${left} ${also}`.match(/(?<=^|[ ,])--?[a-zA-Z][a-z-]*/g)!
    const name = names.find((name) => name.startsWith('--'))!.slice(2)
    const value = !/(^| )--?[a-zA-Z][a-z-]*$/.test(left!)
    return { name, names, value, choices: CHOICES[name], row, left: left!, help }
  })
}

export function flagsOf({ has, to }: { has: (name: string) => boolean; to: number | undefined }): string[] {
  const flags = FLAGS.filter((name) => has(name)).map((name) => `--${name}`)
  return to === undefined ? flags : [...flags, '--to', String(to)]
}
