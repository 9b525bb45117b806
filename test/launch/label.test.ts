import { expect, test } from 'vitest'
import { label, wantsColour } from '../../src/launch/label.ts'

test('the host, and its task once that is known', () => {
  expect(String(label('ahorn', undefined, false))).toBe('[ahorn] ')
  expect(String(label('ahorn', 'rebuild', false))).toBe('[ahorn:rebuild] ')
})

test('a host keeps its colour, whatever its task', () => {
  const [, first] = /^\x1b\[(\d+)m\[ahorn\]\x1b\[0m $/.exec(String(label('ahorn', undefined, true))) ?? []
  expect(first).toBeDefined()
  expect(String(label('ahorn', 'check', true))).toBe(`\x1b[${first}m[ahorn:check]\x1b[0m `)
})

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('colour: terminal %s, environment %j: %s', (isTerminal, env, wanted) => {
  expect(wantsColour(isTerminal, env)).toBe(wanted)
})
