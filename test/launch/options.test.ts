import { describe, expect, test } from 'vitest'
import { parseOptions, wordsOf } from '../../src/launch/options.ts'

describe('reads', () => {
  test.each([
    [[], { words: [], jobs: 16, list: false, dryRun: false, verbose: false, flake: undefined }],
    [['ahorn', '-n', 'porree:check'], { words: ['ahorn', 'porree:check'], dryRun: true }],
    [['--dry-run', 'ahorn'], { words: ['ahorn'], dryRun: true }],
    [['--dry', 'ahorn'], { dryRun: true }],
    [['-p', 'ahorn'], { words: ['ahorn'] }],
    [['--parallel', 'ahorn'], { words: ['ahorn'] }],
    [['-nv', '7'], { words: ['7'], dryRun: true, verbose: true }],
    [['-j', '4'], { jobs: 4 }],
    [['-j4'], { jobs: 4 }],
    [['--jobs=1000'], { jobs: 1000 }],
    [['--flake', '.', 'ahorn'], { flake: '.', words: ['ahorn'] }],
    [['--flake=github:me/hosts?dir=a'], { flake: 'github:me/hosts?dir=a' }],
    [['--list'], { list: true }],
    [['--list-all', 'ahorn'], { list: true, words: ['ahorn'] }],
    [['--help'], { help: true }],
    [['--version'], { version: true }],
  ])('%j', (argv, expected) => expect(parseOptions(argv)).toMatchObject(expected))
})

describe('refuses, by name', () => {
  test.each([
    [['--frobnicate'], '--frobnicate'],
    [['--frobnicate=1'], '--frobnicate;'],
    [['-x'], '-x'],
    [['-nx'], '-nx'],
    [['--no-list'], '--no-list'],
    [['--list=yes'], '--list takes no value'],
    [['--list-all=yes'], '--list-all takes no value'],
    [['--parallel=2'], '--parallel takes no value'],
    [['ahorn', '--', 'x'], '--'],
    [['-'], 'option -'],
    [['-j'], '--jobs'],
    [['-j', '0'], '"0"'],
    [['-j', '-1'], '-1'],
    [['-j', '1.5'], '"1.5"'],
    [['-j', '1e3'], '"1e3"'],
    [['-j', '1', '-j', '2'], '--jobs takes one'],
    [['--flake'], '--flake takes'],
    [['--flake', '.#ahorn'], 'give .,'],
  ])('%j', (argv, naming) => {
    expect(() => parseOptions(argv)).toThrow(naming)
    expect(() => parseOptions(argv)).not.toThrow(/\n/)
  })
})

test('a second run has the options of the first', () => {
  expect(wordsOf(parseOptions(['--dry', '-v', '-j', '3', '--flake', 'a b', 'ahorn']))).toEqual(
    ['--flake', 'a b', '--jobs', '3', '--dry-run', '--verbose'],
  )
  expect(wordsOf(parseOptions(['ahorn']))).toEqual([])
})
