import { expect, test } from 'vitest'
import { indent, verbatim } from '../../src/shell/fragment.ts'

test.each([
  ['a\nb', '  a\n  b'],
  ['  a\n    b', '  a\n    b'],
  ['\n  a\n\n  b\n', '  a\n\n  b'],
  [`cat <<EOF\nx\nEOF`, `cat <<EOF\nx\nEOF`],
  [`  echo "a\nb"`, `echo "a\nb"`],
  [`echo "he said \\"hello\nworld\\""`, `echo "he said \\"hello\nworld\\""`],
  ["echo 'a'\n  b", "echo 'a'\n  b"],
  ['a \\\n  b', 'a \\\n  b'],
  [`echo "a"`, `  echo "a"`],
])('indent(%j)', (text, indented) => expect(indent(text, 2)).toBe(indented))

test('verbatim text never runs into the line behind it', () => {
  expect(verbatim('\n  one\n\n\n\ntwo \\\n')).toBe('one\n\n\n\ntwo \\\n')
})
