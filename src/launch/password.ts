import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { readHead } from './head.ts'

/** Whether a script reads the password for sudo from standard input where it has no terminal: its usage says so. */
export function asksPassword(path: string): boolean {
  return /^# Asks for the password of .* for sudo; without a terminal, reads it from standard input\.$/m.test(
    readHead(path),
  )
}

/** Asks for passwords: one for all hosts, or one for each. They go nowhere but to the standard input of scripts. */
export class Passwords {
  readonly #known = new Map<string, string>()

  constructor(
    readonly perHost: boolean,
    readonly ask: (prompt: string) => string = askTerminal,
  ) {}

  /**
   * What to write to the script's standard input. Everything else waits while a person types.
   * @throws Error when there is nobody to ask
   */
  async for(host: string): Promise<string> {
    const key = this.perHost ? host : ''
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const password = this.ask(
      this.perHost ? `Password for sudo on ${host}: ` : 'Password for sudo on the hosts that ask for one: ',
    )
    this.#known.set(key, password)
    await setImmediate() // a Ctrl-C at the prompt is noticed now
    return password
  }
}

const PROMPT = 'IFS= read -rsp "$0" password </dev/tty 2>/dev/tty; echo >/dev/tty; printf "%s\\n" "$password"'

/** From the terminal, or, without one, the first line of standard input (which `-` has read already). */
function askTerminal(prompt: string): string {
  const { status, stdout } = spawnSync('bash', ['-c', `{ : </dev/tty; } 2>/dev/null || exit 3; ${PROMPT}`, prompt], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (status !== 3) return stdout
  const [password = ''] = readFileSync(0, 'utf8').split('\n')
  if (password === '' || password.includes('\0'))
    throw new Error('it wants a password for sudo, and there is neither a terminal to ask on nor one on standard input')
  return `${password}\n`
}
