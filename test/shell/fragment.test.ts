import { expect, test } from 'vitest'
import { indent, isPipeline, verbatim } from '../../src/shell/fragment.ts'

test.each([
  ['a\nb', '  a\n  b'],
  ['  a\n    b', '  a\n    b'],
  ['\n  a\n\n  b\n', '  a\n\n  b'],
  [`cat <<EOF\nx\nEOF`, `  cat <<EOF\nx\nEOF`],
  [`echo "a\nb"`, `  echo "a\nb"`],
])('indent(%j)', (text, indented) => expect(indent(text, 2)).toBe(indented))

test.each([
  ['pass show x', true],
  [`pass "a;b" 'c|d' | head -n 1`, true],
  ['cat secret.txt', false],
  ['a; b', false],
  ['a && b', false],
  ['a || b', false],
  ['a # b', false],
  ['a\nb', false],
  ['a > b', false],
  ['echo "$(a)"', false],
  ["echo 'a", false],
])('isPipeline(%j) is %s', (text, expected) => expect(isPipeline(text)).toBe(expected))

test('verbatim text never runs into the line behind it', () => {
  expect(verbatim('\n  one\n\n\n\ntwo \\\n')).toBe('one\n\n\n\ntwo \\\n')
})
