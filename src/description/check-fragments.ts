import { spawnSync } from 'node:child_process'
import { fragmentsOf } from './fragments.ts'
import type { Host } from './host.ts'
import { InputError } from './input-error.ts'

/** Ends of here-documents in the templates that people's own shell may stand in. */
const DELIMITERS = ['HOST', 'PROFILE', 'CHECK']

/**
 * Has bash read each piece of shell that the options hold, by itself: a quote left open there would else be an error
 * somewhere below it. Without a bash to ask, nothing is checked.
 * @throws InputError in one line that names the option
 */
export function checkFragments(host: Host): void {
  for (const { option, text } of fragmentsOf(host)) {
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
