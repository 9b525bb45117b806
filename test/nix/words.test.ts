import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandable, splitOption, splitWords } from '../../src/shell/words.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { run } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'
import { inProject } from './fleet.ts'

const nix = privateNix()

/** A function of nix/words.nix for each of these texts. */
async function inNix<T>(name: string, texts: string[]): Promise<T[]> {
  const file = join(tempDir(), 'texts.json')
  writeFileSync(file, JSON.stringify(texts))
  const call = `(import ${inProject('nix/words.nix')} { lib = import ${inProject('test/nixpkgs/lib')}; }).${name}`
  const json = await nix.output('nix', [
    'eval',
    '--impure',
    '--json',
    '--expr',
    `map (${call}) (builtins.fromJSON (builtins.readFile ${file}))`,
  ])
  return JSON.parse(json) as T[]
}

/** What bash makes of a piece of a command line. */
async function inBash(commandLine: string): Promise<string[]> {
  const { stdout } = await run('bash', ['-c', `set -f; printf '%s\\0' ${commandLine}`], {
    env: { USER: 'me', HOME: '/home/me' },
  })
  return stdout.split('\0').slice(0, -1)
}

const pieces = [
  '-p',
  '22',
  ' ',
  '  ',
  '-A',
  '-o',
  'ProxyCommand=ssh',
  '%h:%p',
  "'",
  '"',
  '\\',
  '$USER',
  '${HOME}',
  '~/',
  '$(id)',
  '`id`',
  '*',
  'a',
  'ü',
  '\n',
  ';',
  '$',
  '#',
  '’',
  '~',
]
const texts = fc
  .sample(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), { numRuns: 300, seed: 1 })
  .map((words) => words.join(''))
const closed = (text: string) => {
  try {
    return !text.endsWith('\\') && splitWords(text) !== undefined
  } catch {
    return false
  }
}

needs('root', 'nix')('nix/words.nix', () => {
  test('splits options as src/shell/words.ts does', async () => {
    expect(await inNix('splitOption', texts)).toEqual(texts.map(splitOption))
  })

  test('splits commands as src/shell/words.ts does', async () => {
    const commands = texts.filter(closed)
    expect(await inNix('splitCommand', commands)).toEqual(commands.map(splitWords))
  })

  test.each(['quote', 'quoteForBash'])('%s leaves a word as it is', async (name) => {
    for (const [i, quoted] of (await inNix<string>(name, texts)).entries())
      expect(await inBash(quoted)).toEqual([texts[i]])
  })

  test('expands in an option what src/shell/words.ts expands', async () => {
    for (const [i, quoted] of (await inNix<string>('quoteExpandable', texts)).entries()) {
      const word = expandable(texts[i]!)
      const expected = typeof word === 'string' ? [word] : await inBash(word.text)
      expect(await inBash(quoted)).toEqual(expected)
    }
  })
})
