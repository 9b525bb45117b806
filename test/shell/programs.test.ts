import { expect, test } from 'vitest'
import { calls, withPrograms } from '../../src/shell/programs.ts'

test.each([
  'bw get x',
  'a; bw',
  'a && bw',
  'a | bw | b',
  'x=$(bw)',
  'x=`bw`',
  'if bw; then a; fi',
  '! bw',
  'A=1 bw',
  'a\n  bw',
  '{ bw; }',
  '(bw)',
])('%s calls bw', (text) => expect(calls(text, 'bw')).toBe(true))

test.each(['echo bw', './bw', 'bw2', 'a-bw', 'sudo bw', 'nix run .#bw', 'x=bw'])('%s does not', (text) =>
  expect(calls(text, 'bw')).toBe(false),
)

test('a program is not hidden by a task', () => {
  expect(withPrograms('bw get x', ['check', 'bw'])).toBe('unset -f bw # the program, not the task\nbw get x')
  expect(withPrograms('echo check', ['check', 'bw'])).toBe('echo check')
})
