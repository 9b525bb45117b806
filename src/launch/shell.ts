import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { quote } from '../quote.ts'

/** Nothing can ask a question beside other hosts: ssh fails instead. */
export const CHILD_ENV: NodeJS.ProcessEnv = { ...process.env, SSH_ASKPASS_REQUIRE: 'never' }

/** What a bash puts into its environment itself, and would impose on scripts. */
const OPTIONS = ['SHELLOPTS', 'BASHOPTS'].flatMap((name) => (CHILD_ENV[name] === undefined ? [] : [`${name}=${CHILD_ENV[name]}`]))
const SHELL_ENV: NodeJS.ProcessEnv = { ...CHILD_ENV, SHELLOPTS: undefined, BASHOPTS: undefined }
const PREFIX = OPTIONS.length > 0 ? ['env', ...OPTIONS] : []

const LOOP = 'set -m; while IFS= read -r line; do eval "$line"; done'

/** A script that was stopped has not ended. `wait -f` would say so as well, and now and then spins for ever (bash 5.2). */
const END = 'until wait $!; code=$?; ! kill -0 $!; do sleep 1; done; echo "ended $code";'

/** What a script is started with. */
export interface Start {
  path: string
  args: readonly string[]
  /** The FIFO for its standard output and standard error. */
  output: string
  /** What it finds on standard input, which is else empty. */
  input: string | undefined
}

/**
 * A bash that starts one script after the other, each in a process group of its own, without a terminal. To fork
 * a small bash costs a third of what it costs to fork Node, and nothing of Node's time.
 */
class Shell {
  readonly #process: ChildProcess
  readonly #over: Promise<unknown>
  #text = ''
  #started: (pid: number) => void = () => {}
  #ended: (code: number) => void = () => {}
  #lost: (error: Error) => void = () => {}
  #gone: Error | undefined

  /** -p: it reads nothing from BASH_ENV, and passes it on. */
  constructor() {
    this.#process = spawn('bash', ['-p', '-c', LOOP, 'launch'], { stdio: ['pipe', 'pipe', 'ignore'], detached: true, env: SHELL_ENV })
    this.#over = Promise.race([once(this.#process, 'exit'), once(this.#process, 'error')]).catch(() => {})
    this.#process.on('error', (error) => this.#lost((this.#gone = error)))
    this.#process.on('exit', () => this.#lost((this.#gone ??= Object.assign(new Error('the bash that waits for it is gone'), { code: 'ECHILD' }))))
    this.#process.stdin?.on('error', () => {}) // it is gone, which `exit` tells
    this.#process.stdout?.setEncoding('latin1').on('data', (text: string) => this.#read(text))
  }

  get isGone(): boolean {
    return this.#gone !== undefined
  }

  run({ path, args, output, input }: Start, onStart: (pid: number) => void): Promise<number> {
    const command = [...PREFIX, path, ...args].map(quote).join(' ')
    const stdin = input === undefined ? '</dev/null' : `< <(printf %s ${quote(input)})`
    this.#process.stdin?.write(
      `if { ${command} ${stdin} 2>&1 & } >${quote(output)}; then echo "started $!"; ${END} else echo ended 126; fi\n`)
    return new Promise((resolve, reject) => {
      this.#started = onStart
      this.#ended = resolve
      this.#lost = reject
      if (this.#gone) reject(this.#gone)
    })
  }

  async close(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#over
  }

  #read(text: string): void {
    const lines = (this.#text + text).split('\n')
    this.#text = lines.pop()!
    for (const line of lines) {
      const [word, number] = line.split(' ')
      if (word === 'started') this.#started(Number(number))
      else this.#ended(Number(number))
    }
  }
}

/** As many shells as there are scripts at once. */
export class Shells {
  readonly #all = new Set<Shell>()
  readonly #idle: Shell[] = []

  /**
   * Runs a script to its end, and resolves to its exit code; a signal is 128 and its number.
   * @throws Error EMFILE, EAGAIN and the like when the system allows no more, ECHILD when its bash was killed
   */
  async run(start: Start, onStart: (pid: number) => void): Promise<number> {
    const shell = this.#next() ?? this.#open()
    try {
      const code = await shell.run(start, onStart)
      this.#idle.push(shell)
      return code
    } catch (error) {
      this.#all.delete(shell)
      throw error
    }
  }

  /** Starts some that will be needed soon. */
  warm(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#open())
  }

  #next(): Shell | undefined {
    for (;;) {
      const shell = this.#idle.pop()
      if (!shell?.isGone) return shell
      this.#all.delete(shell)
    }
  }

  #open(): Shell {
    const shell = new Shell()
    this.#all.add(shell)
    return shell
  }

  /** Resolves when all are gone. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((shell) => shell.close()))
  }
}
