import { describe, expect, test } from 'vitest'
import { Tail } from '../../src/launch/show/lines.ts'

function tail(...chunks: string[]): string[] {
  const tail = new Tail()
  for (const chunk of chunks) tail.take(Buffer.from(chunk))
  return tail.lines().map(String)
}

describe('the last lines of', () => {
  test.each([
    [[], []],
    [['\n'], ['']],
    [['a'], ['a']],
    [['a\nb'], ['a', 'b']],
    [
      ['a\n', 'b\n'],
      ['a', 'b'],
    ],
    [['\na\n\n'], ['', 'a', '']],
    [
      ['a', 'b', '\nc\n'],
      ['ab', 'c'],
    ],
  ])('%j', (chunks, lines) => expect(tail(...chunks)).toEqual(lines))

  test('many', () => {
    const numbers = Array.from({ length: 5000 }, (_, i) => `${i}\n`)
    expect(tail(...numbers)).toEqual(numbers.slice(-10).map((line) => line.trim()))
    expect(tail(numbers.join(''))).toEqual(numbers.slice(-10).map((line) => line.trim()))
  })

  test('long ones: a line without its beginning only when there is no other', () => {
    const long = 'x'.repeat(5000)
    expect(tail(`${long}\nend\n`)).toEqual(['end'])
    expect(tail(long)).toEqual(['x'.repeat(4096)])
  })
})
