import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { quote } from '../shell/quote.ts'
import { signalGroup } from './processes.ts'

/** Nothing can ask a question beside other hosts: ssh fails instead. */
export const CHILD_ENV: NodeJS.ProcessEnv = { ...process.env, SSH_ASKPASS_REQUIRE: 'never' }

/** What a bash puts into its environment itself, and would impose on scripts. */
const OPTIONS = ['SHELLOPTS', 'BASHOPTS'].flatMap((name) =>
  CHILD_ENV[name] === undefined ? [] : [`${name}=${CHILD_ENV[name]}`],
)
const SHELL_ENV: NodeJS.ProcessEnv = { ...CHILD_ENV, SHELLOPTS: undefined, BASHOPTS: undefined }
const PREFIX = OPTIONS.length > 0 ? ['env', ...OPTIONS] : []

/** Node would give scripts a socket for their output, which they cannot open again as /dev/stderr: so it is a FIFO. */
const LOOP = 'mkfifo -m 600 "$1" 2>&1 && echo ready; set -m; while IFS= read -r line; do eval "$line"; done'

/** A script that was stopped has not ended. `wait -f` would say so as well, and now and then spins for ever (bash 5.2). */
const END = 'until wait $!; code=$?; ! kill -0 $!; do sleep 1; done; echo "ended $code";'

/** What a script is started with. */
export interface Start {
  path: string
  args: readonly string[]
  /** What it finds on standard input, which is else empty. */
  input: string | undefined
}

interface Waiting {
  ready: () => void
  started: (pid: number) => void
  ended: (code: number) => void
  lost: (error: Error) => void
}

/**
 * A bash that starts one script after the other, each in a process group of its own, without a terminal. To fork
 * a small bash costs a third of what it costs to fork Node, and nothing of Node's time.
 */
export class Shell {
  readonly #process: ChildProcess
  readonly #over: Promise<unknown>
  readonly #ready: Promise<void>
  #text = ''
  #waiting: Partial<Waiting> = {}
  #gone: Error | undefined

  /**
   * -p: it reads nothing from BASH_ENV, and passes it on.
   * @param fifo does not exist yet, in a folder that nobody else can enter
   */
  constructor(readonly fifo: string) {
    this.#process = spawn('bash', ['-p', '-c', LOOP, 'launch', fifo], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
      env: SHELL_ENV,
    })
    this.#over = Promise.race([once(this.#process, 'exit'), once(this.#process, 'error')]).catch(() => {})
    this.#ready = new Promise((ready, lost) => (this.#waiting = { ready, lost }))
    this.#ready.catch(() => {}) // `run` tells
    this.#process.on('error', (error) => this.#lose(error))
    this.#process.on('exit', () =>
      this.#lose(Object.assign(new Error('the bash that waits for it is gone'), { code: 'ECHILD' })),
    )
    this.#process.stdin?.on('error', () => {}) // it is gone, which `exit` tells
    this.#process.stdout?.setEncoding('latin1').on('data', (text: string) => this.#read(text))
  }

  get isGone(): boolean {
    return this.#gone !== undefined
  }

  /**
   * Runs a script to its end, and resolves to its exit code; a signal is 128 and its number.
   * @param onStart gets its process group, and the end of a pipe with its standard output and standard error, non-blocking
   * @throws Error EMFILE, EAGAIN and the like when the system allows no more, ECHILD when its bash was killed
   */
  async run({ path, args, input }: Start, onStart: (group: number, output: number) => void): Promise<number> {
    await this.#ready
    const output = openSync(this.fifo, constants.O_RDONLY | constants.O_NONBLOCK)
    const command = [...PREFIX, path, ...args].map(quote).join(' ')
    const stdin = input === undefined ? '</dev/null' : `< <(printf %s ${quote(input)})`
    this.#process.stdin?.write(
      `if { ${command} ${stdin} 2>&1 & } >${quote(this.fifo)}; then echo "started $!"; ${END} else echo ended 126; fi\n`,
    )
    let isOurs = true
    const started = (group: number): void => {
      isOurs = false
      onStart(group, output)
    }
    return new Promise<number>((ended, lost) => {
      this.#waiting = { started, ended, lost }
      if (this.#gone) lost(this.#gone)
    }).finally(() => isOurs && closeSync(output))
  }

  /** With its mkfifo, which is in its group. */
  async close(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process
    if (pid !== undefined && exitCode === null && signalCode === null) signalGroup(pid, 'SIGKILL')
    await this.#over
  }

  #lose(error: Error): void {
    this.#gone ??= error
    this.#waiting.lost?.(this.#gone)
  }

  #read(text: string): void {
    const lines = (this.#text + text).split('\n')
    this.#text = lines.pop()!
    for (const line of lines) {
      const [word, number] = line.split(' ')
      if (word === 'ready') this.#waiting.ready?.()
      else if (word === 'started') this.#waiting.started?.(Number(number))
      else if (word === 'ended') this.#waiting.ended?.(Number(number))
      else this.#lose(new Error(`mkfifo (of coreutils) makes its pipe, and failed: ${line}`))
    }
  }
}
