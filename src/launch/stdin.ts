import { text } from 'node:stream/consumers'
import { UsageError } from './usage.ts'

/**
 * The words, with those on standard input, apart by blanks, newlines or NUL, in place of each `-`.
 * @throws UsageError when there are none
 */
export async function withInput(words: readonly string[], read = () => text(process.stdin)): Promise<string[]> {
  if (!words.includes('-')) return [...words]
  const input = (await read()).split(/[\s\0]+/).filter(Boolean)
  if (input.length === 0) throw new UsageError('- takes targets from standard input, and there are none')
  return words.flatMap((word) => (word === '-' ? input : [word]))
}
