import { closeSync, openSync, readSync } from 'node:fs'
import type { Result } from './deploy.ts'
import type { Source } from './source.ts'
import { duration } from './summary.ts'

const SIZE = 64 * 1024

/** All that a host has said, from its log, behind a line with its name and result. */
export async function printBlock(source: Source, { outcome, exit, seconds, log }: Result): Promise<void> {
  const { out } = source.screen
  out.append(Buffer.from(`=== ${source.name}: ${outcome}, ${exit}, ${duration(seconds)}\n`))
  if (log === undefined) return
  const bytes = Buffer.allocUnsafe(SIZE)
  const file = openSync(log, 'r')
  try {
    let last = 10
    for (let length = readSync(file, bytes); length > 0; length = readSync(file, bytes)) {
      out.append(bytes, 0, length)
      last = bytes[length - 1]!
      await source.screen.turn(source)
    }
    if (last !== 10) out.append(Buffer.from('\n'))
  } finally {
    closeSync(file)
  }
}
