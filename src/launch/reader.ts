import { readSync } from 'node:fs'
import { Socket } from 'node:net'

const BUFFER = Buffer.allocUnsafeSlow(64 * 1024)
const FULLEST_PIPE = 1024 * 1024

/** Reads a non-blocking pipe on the event loop, all of them into one buffer: no thread, no memory per pipe. */
export class Reader {
  readonly #socket: Socket

  constructor(
    readonly fd: number,
    readonly take: (chunk: Buffer) => void,
  ) {
    const callback = (length: number): boolean => {
      take(BUFFER.subarray(0, length))
      return true
    }
    this.#socket = new Socket({ fd, readable: true, writable: false, onread: { buffer: BUFFER, callback } } as object)
    this.#socket.on('error', () => this.#socket.destroy())
  }

  valve = (go: boolean): void => {
    if (go) this.#socket.resume()
    else this.#socket.pause()
  }

  /**
   * Takes what the pipe holds now, and closes it, also when somebody in the background still has it open.
   * Resolves to whether nobody has.
   */
  async drain(turn: () => Promise<void>): Promise<boolean> {
    let length: number | undefined = FULLEST_PIPE
    for (let left = FULLEST_PIPE; left > 0; left -= length) {
      await turn()
      length = this.#socket.destroyed ? 0 : readNow(this.fd)
      if (!length) break
      this.take(BUFFER.subarray(0, length))
    }
    this.#socket.destroy()
    return length === 0
  }
}

/** 0 at the end, undefined when there is nothing at the moment. */
function readNow(fd: number): number | undefined {
  try {
    return readSync(fd, BUFFER)
  } catch {
    return undefined
  }
}
