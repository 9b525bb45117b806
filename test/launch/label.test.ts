import { expect, test } from 'vitest'
import { labelled } from '../../src/launch/show/screen.ts'
import { label, wantsColour } from '../../src/launch/show/style.ts'

test('the host, and its task once that is known', () => {
  expect(label('ahorn', undefined, false)).toBe('[ahorn] ')
  expect(label('ahorn', 'rebuild', false)).toBe('[ahorn:rebuild] ')
})

test('a host keeps its colour, whatever its task', () => {
  const [, first] = /^\x1b\[(\d+)m\[ahorn\]\x1b\[0m $/.exec(label('ahorn', undefined, true)) ?? []
  expect(first).toBeDefined()
  expect(label('ahorn', 'check', true)).toBe(`\x1b[${first}m[ahorn:check]\x1b[0m `)
})

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('colour: terminal %s, environment %j: %s', (isTerminal, env, wanted) => {
  expect(wantsColour(isTerminal, { env, color: 'auto' })).toBe(wanted)
})

test('a label with dollars in it is no pattern', () => {
  expect(labelled("[$&$'$$] ", Buffer.from('one\ntwo\n')).toString()).toBe("[$&$'$$] one\n[$&$'$$] two\n")
})

test.each([
  ['one\n', '[ä] one\n'],
  ['one\n\ntwo\n', '[ä] one\n[ä] \n[ä] two\n'],
  ['not ended', '[ä] not ended'],
  ['\xff\xc3\0\r\n', '[ä] \xff\xc3\0\r\n'],
])('%j behind a label, byte for byte', (text, wanted) => {
  const expected = wanted.replaceAll('ä', Buffer.from('ä').toString('latin1'))
  expect(labelled('[ä] ', Buffer.from(text, 'latin1')).toString('latin1')).toBe(expected)
})
