import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lines } from '../../src/launch/show/lines.ts'

interface Got {
  text: string
  first: boolean
  last: boolean
}

function split(chunks: readonly Buffer[], limit: number): Got[] {
  const got: Got[] = []
  const lines = new Lines(limit, (bytes, first, last) => got.push({ text: bytes.toString('latin1'), first, last }))
  for (const chunk of chunks) {
    const shared = Buffer.from(chunk)
    lines.take(shared)
    shared.fill(0x21)
  }
  lines.end()
  return got
}

const bytes = fc.array(fc.constantFrom(10, 10, 0, 13, 0x61, 0xc3, 0xff)).map((array) => Buffer.from(array))

test('any bytes in any pieces come out as they are, in whole lines', () => {
  fc.assert(
    fc.property(fc.array(bytes), fc.nat(6), (chunks, limit) => {
      const all = Buffer.concat(chunks).toString('latin1')
      const got = split(chunks, limit)
      expect(got.map((piece) => piece.text).join('')).toBe(all === '' || all.endsWith('\n') ? all : `${all}\n`)
      for (const [i, { text, first, last }] of got.entries()) {
        expect(first).toBe(got[i - 1]?.last ?? true)
        expect(last).toBe(text.endsWith('\n'))
      }
    }),
  )
})

test('a line within the limit comes in one piece, however it arrived', () => {
  const chunks = [...'abc\ndef'].map((char) => Buffer.from(char))
  expect(split(chunks, 4).map((piece) => piece.text)).toEqual(['abc\n', 'def\n'])
})

test('a longer one in several, and none is kept', () => {
  const chunk = Buffer.alloc(1000, 'x')
  const got = split([chunk, chunk, chunk], 1500)
  expect(got.map(({ text, first, last }) => [text.length, first, last])).toEqual([
    [2000, true, false],
    [1000, false, false],
    [1, false, true],
  ])
})
