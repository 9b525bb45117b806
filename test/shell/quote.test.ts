import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { print, quote, quoteInDouble, quotePosix, Shell } from '../../src/shell/quote.ts'
import { findings } from '../support/check-script.ts'

const anyWord = fc.string({ unit: 'binary', maxLength: 30 }).map((word) => word.replaceAll('\0', ''))
const oddWord = fc.string({
  unit: fc.constantFrom(...`ab1 '"\`$(){}[]<>|&;*?!#~=-\\\n\t\r☃’“\u00a0\u202e%,@:./^`),
  maxLength: 12,
})
const words = fc.array(fc.oneof(anyWord, oddWord), { minLength: 20, maxLength: 60 })
const forms = { quote, quotePosix, quoteInDouble: (word: string) => `"${quoteInDouble(word)}"` }

function argumentsSeenBy(shell: string, quoted: string[]): string[] {
  const output = execFileSync(shell, ['-c', `printf '%s\\0' ${quoted.join(' ')}`], { encoding: 'buffer' })
  return output.toString().split('\0').slice(0, -1)
}

/** A string that UTF-8 can hold: a lone half of a pair arrives as the replacement character. */
const wellFormed = (word: string) => Buffer.from(word).toString()

describe('any word arrives as it left', () => {
  test.each(Object.entries(forms))('%s, through bash', (_, form) => {
    fc.assert(
      fc.property(words, (all) => void expect(argumentsSeenBy('bash', all.map(form))).toEqual(all.map(wellFormed))),
      { numRuns: 50 },
    )
  })
  test('quotePosix, through sh', () => {
    fc.assert(
      fc.property(words, (all) => void expect(argumentsSeenBy('sh', all.map(quotePosix))).toEqual(all.map(wellFormed))),
      { numRuns: 50 },
    )
  })
  test('twice, as through ssh: quotePosix for the host, quote for here', () => {
    fc.assert(
      fc.property(words, (all) => {
        const there = argumentsSeenBy(
          'bash',
          all.map((word) => quote(quotePosix(word))),
        )
        expect(argumentsSeenBy('sh', there)).toEqual(all.map(wellFormed))
      }),
      { numRuns: 50 },
    )
  })
})

test('a quoted word is one line, so no here-document ends in it', () => {
  fc.assert(fc.property(fc.oneof(anyWord, oddWord), (word) => void expect(quote(word)).not.toMatch(/[\n\r]/)))
})

test('shellcheck finds nothing in quoted words', () => {
  fc.assert(
    fc.property(words, (all) => void expect(findings(`printf '%s' ${all.map(quote).join(' ')}\n`)).toBe('')),
    { numRuns: 15, examples: [[['then', 'fi', 'do', 'done', 'esac']]] },
  )
})

test.each([
  ['ahorn.example.org', 'ahorn.example.org'],
  ['/nix/store/x-source#ahorn', '/nix/store/x-source#ahorn'],
  ['-p', '-p'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", `"it's"`],
  [`it's "odd"`, `'it'\\''s "odd"'`],
  ['$(id)', "$'$(id)'"],
  ['a\nb', "$'a\\nb'"],
  ['#x', "'#x'"],
  ['~/x', "$'~/x'"],
  ['{a,b}', "'{a,b}'"],
])('%j is written %s', (word, quoted) => expect(quote(word)).toBe(quoted))

test('NUL is refused', () => expect(() => quote('a\0b')).toThrow(RangeError))
test('undefined is refused', () => expect(() => print(undefined as never)).toThrow(TypeError))
test('a list is printed as words, shell text as it stands', () => {
  expect(print(['a b', new Shell('"$x"'), 3])).toBe(`'a b' "$x" 3`)
})
