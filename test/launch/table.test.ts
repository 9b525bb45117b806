import { expect, test } from 'vitest'
import { table } from '../../src/launch/choose/list.ts'

test('columns as wide as they need, nothing behind the last', () => {
  expect(
    table([
      ['A', 'B'],
      ['long', 'x'],
      ['ä', ''],
    ]),
  ).toBe('A     B\nlong  x\nä\n')
})

test('nothing in a cell can move the cursor', () => {
  expect(table([['a\x1b[2J\nb']])).toBe('a?[2J?b\n')
})
