import { quote } from '../shell/quote.ts'
import type { Result } from './deploy.ts'
import { type Log, Logs, logBase } from './logs.ts'
import type { Options } from './options.ts'
import { UsageError } from './usage.ts'

/** Where the whole output of each host goes. */
export class Keeping {
  readonly #logs: Logs | undefined
  /** The folder in which it stays; undefined where it does not. */
  readonly folder: string | undefined
  #failed = false

  /**
   * @param spare a folder that goes with this run: what is shown when a host is done is kept there until then
   * @throws UsageError when the folder that was asked for cannot be had
   */
  constructor(
    { logDir, output }: Options,
    spare: string,
    readonly say: (text: string) => void,
  ) {
    try {
      this.#logs = new Logs(logBase(logDir, process.env))
      this.folder = this.#logs.folder
    } catch (error) {
      if (logDir !== undefined)
        throw new UsageError(`--log-dir ${quote(logDir)} cannot be used: ${(error as Error).message}`)
      say(`output is not kept: ${(error as Error).message}; --log-dir DIR names another folder`)
      if (output === 'group' || output === 'quiet') this.#logs = new Logs(spare)
    }
  }

  open(host: string): Log | undefined {
    return this.#logs?.open(host, (error) => {
      if (!this.#failed) this.say(`output of some hosts is not kept whole: ${error.message}`)
      this.#failed = true
    })
  }

  /** The result as it is to be told: without a log that will be gone. */
  told(result: Result): Result {
    return this.folder === undefined ? { ...result, log: undefined } : result
  }
}
