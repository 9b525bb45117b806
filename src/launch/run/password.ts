import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

const ON_TERMINAL = '{ : </dev/tty; } 2>/dev/null || exit 3'
const SECRETLY = 'IFS= read -rsp "$0" answer </dev/tty 2>/dev/tty; echo >/dev/tty; printf "%s\\n" "$answer"'
const OPENLY = 'IFS= read -rp "$0" answer </dev/tty 2>/dev/tty; printf "%s\\n" "$answer"'

/**
 * Asks for passwords: one for all hosts, or one for each. They go nowhere but to the standard input of scripts.
 * Everything else waits while a person types. The answer throws when there is nobody to ask.
 */
export function passwords(perHost: boolean, ask = askPassword): (host: string) => Promise<string> {
  const known = new Map<string, string>()
  return async (host) => {
    const whose = perHost ? host : 'the hosts that ask for one'
    if (!known.has(whose)) known.set(whose, ask(`Password for sudo on ${whose}: `))
    await setImmediate() // a Ctrl-C at the prompt is noticed now
    return known.get(whose)!
  }
}

/** From the terminal, or, without one, the first line of standard input (which `-` has read already). */
function askPassword(prompt: string): string {
  const answer = askTerminal(prompt, SECRETLY)
  if (answer !== undefined) return answer
  const [password = ''] = readFileSync(0, 'utf8').split('\n')
  if (password === '' || password.includes('\0'))
    throw new Error('it wants a password for sudo, and there is neither a terminal to ask on nor one on standard input')
  return `${password}\n`
}

/** The line that a person types; undefined where there is no terminal. */
export function askTerminal(prompt: string, how = OPENLY): string | undefined {
  const { status, stdout } = spawnSync('bash', ['-c', `${ON_TERMINAL}; ${how}`, prompt], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 3 ? undefined : stdout
}
