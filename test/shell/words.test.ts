import { expect, test } from 'vitest'
import { print } from '../../src/shell/quote.ts'
import { expandable, splitOption, splitWords, WordsError } from '../../src/shell/words.ts'

test.each([
  ['ssh', ['ssh']],
  ['sshpass -f /x  ssh', ['sshpass', '-f', '/x', 'ssh']],
  [`"/my ssh" 'a "b"' c\\ d e''f ''`, ['/my ssh', 'a "b"', 'c d', 'ef', '']],
  ['"a \\"b\\" $x"', ['a "b" $x']],
  ['  ', []],
])('splitWords(%j)', (text, words) => expect(splitWords(text)).toEqual(words))

test.each(["'a", '"a', `"a\\"`])('splitWords(%j) is refused', (text) =>
  expect(() => splitWords(text)).toThrow(WordsError),
)

test.each([
  ['-A', ['-A']],
  ['22', ['22']],
  ['-p 2522', ['-p', '2522']],
  [' -p 8909', ['-p', '8909']],
  ['-A -p 22', ['-A', '-p', '22']],
  ['-i /a key -p 22', ['-i', '/a key -p 22']],
  ['-i/etc/ssh/keys/$USER', ['-i/etc/ssh/keys/$USER']],
  ['ProxyCommand=ssh -W %h:%p jump', ['ProxyCommand=ssh -W %h:%p jump']],
  ['-o ProxyCommand=ssh -W %h:%p jump', ['-o', 'ProxyCommand=ssh -W %h:%p jump']],
  ['-o A=b -o C=d', ['-o', 'A=b', '-o', 'C=d']],
  ['-o proxycommand=ssh -o A=b -W %h:%p jump', ['-o', 'proxycommand=ssh -o A=b -W %h:%p jump']],
  ['--user=user', ['--user=user']],
])('splitOption(%j)', (entry, words) => expect(splitOption(entry)).toEqual(words))

test.each([
  ['/x/y', '/x/y'],
  ['-i/etc/ssh/keys/$USER', '-i/etc/ssh/keys/"$USER"'],
  ['${HOME}/a b', `"\${HOME}"'/a b'`],
  ['~/.ssh/key', '"$HOME"/.ssh/key'],
  ['$(id)', "$'$(id)'"],
  ['100$', "'100$'"],
])('expandable(%j)', (word, text) => expect(print(expandable(word))).toBe(text))
