import { closeSync, openSync, readSync } from 'node:fs'

const HEAD = 64 * 1024

/** The first lines of a file; empty where it cannot be read. */
export function readHead(path: string): string {
  const bytes = Buffer.alloc(HEAD)
  try {
    const file = openSync(path, 'r')
    try {
      return bytes.toString('utf8', 0, readSync(file, bytes))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
