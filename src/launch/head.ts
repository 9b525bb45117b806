import { closeSync, openSync, readSync } from 'node:fs'

const BYTES = Buffer.allocUnsafeSlow(64 * 1024)

/** The first lines of a file; empty where it cannot be read. */
export function readHead(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      return BYTES.toString('utf8', 0, readSync(file, BYTES))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
