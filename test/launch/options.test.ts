import { describe, expect, test } from 'vitest'
import { byName, HELP, OPTIONS } from '../../src/launch/choose/option-table.ts'
import { type Options, parseOptions } from '../../src/launch/choose/options.ts'

/** The switches that were given. */
const switches = ({ has }: Options) => OPTIONS.map(({ name }) => name).filter((name) => has(name))

test('without options', () => {
  const options = parseOptions([])
  expect(options).toMatchObject({
    words: [],
    except: [],
    jobs: 16,
    waves: [],
    maxFailures: Infinity,
    output: 'prefixed',
    color: 'auto',
    nixWords: [],
    repeated: [],
  })
  expect(switches(options)).toEqual([])
})

describe('reads', () => {
  test.each([
    [['ahorn', '-n', 'porree:check'], { words: ['ahorn', 'porree:check'], 'dry-run': true }],
    [['--dry-run', 'ahorn'], { words: ['ahorn'], 'dry-run': true }],
    [['--dry', 'ahorn'], { 'dry-run': true }],
    [['-p', 'ahorn'], { words: ['ahorn'] }],
    [['--parallel', 'ahorn'], { words: ['ahorn'] }],
    [['-nv', '7'], { words: ['7'], 'dry-run': true, verbose: true }],
    [['-'], { words: ['-'] }],
    [['--', 'x'], { words: [], nixWords: ['x'] }],
    [
      ['ahorn', '--', '--option', 'cores', '2', '--', '-j', '0'],
      { words: ['ahorn'], jobs: 16, nixWords: ['--option', 'cores', '2', '--', '-j', '0'] },
    ],
    [['-j', '4'], { jobs: 4 }],
    [['-j4'], { jobs: 4 }],
    [['-C', '0'], { jobs: Infinity }],
    [['--jobs=1000'], { jobs: 1000 }],
    [['-C', '4'], { jobs: 4 }],
    [['--concurrency', '4'], { jobs: 4 }],
    [['--eval-jobs', '3'], { evalJobs: 3 }],
    [['--flake', '.', 'ahorn'], { flake: '.', words: ['ahorn'] }],
    [['--flake=github:me/hosts?dir=a'], { flake: 'github:me/hosts?dir=a' }],
    [['--except', 'ahorn', '--except=@web', 'all'], { words: ['all'], except: ['ahorn', '@web'] }],
    [['--list'], { list: true }],
    [['-l'], { list: true }],
    [['-a'], { list: true }],
    [['--list-all', '--json', 'ahorn'], { list: true, json: true, words: ['ahorn'] }],
    [['--plan', 'all'], { plan: true, words: ['all'] }],
    [['--help'], { help: true }],
    [['-h'], { help: true }],
    [['--version'], { version: true }],
    [['-s', 'ahorn'], { output: 'quiet', words: ['ahorn'] }],
    [['-s', '-o', 'quiet'], { output: 'quiet' }],
    [['-o', 'group'], { output: 'group' }],
    [['-ointerleaved'], { output: 'interleaved' }],
    [['--output=prefixed'], { output: 'prefixed' }],
    [['--color', 'never', '--timestamps'], { color: 'never', timestamps: true }],
    [['--log-dir', 'logs'], { logDir: 'logs' }],
    [['--wave', '1,10%,100%'], { waves: [{ count: 1 }, { percent: 10 }, { percent: 100 }], maxFailures: 0 }],
    [['--wave=5', '--max-failures', '2'], { waves: [{ count: 5 }], maxFailures: 2 }],
    [['--max-failures=0', '--fail-fast'], { maxFailures: 0, 'fail-fast': true }],
    [['--timeout', '90'], { timeout: 90 }],
    [['--timeout', '90s'], { timeout: 90 }],
    [['--timeout=1h30m'], { timeout: 5400 }],
    [['--timeout', '2d'], { timeout: 172_800 }],
    [['ahorn', 'boot'], { words: ['ahorn'], action: ['boot'] }],
    [['boot'], { words: ['boot'], action: [] }],
    [['--on', '@prod', 'boot'], { words: ['@prod'], action: ['boot'] }],
    [['--on', 'a,@b', '--limit=c:x,y', 'd'], { words: ['a', '@b', 'c:x,y', 'd'] }],
    [['-p', '10', 'ahorn'], { jobs: 10, words: ['ahorn'] }],
    [['-p10', 'ahorn'], { jobs: 10, words: ['ahorn'] }],
    [['--parallel=10'], { jobs: 10 }],
    [['ahorn', '-p'], { jobs: 16, words: ['ahorn'] }],
    [['-i'], { confirm: true }],
    [['--ask', '--force', '--wait', '--new'], { confirm: true, force: true, wait: true, new: true }],
    [['--to', '42'], { flags: ['--to', '42'] }],
    [['--target-host', 'root@a'], { targetHost: 'root@a' }],
  ])('%j', (argv, expected) => {
    const options = parseOptions(argv)
    const given = Object.fromEntries(switches(options).map((name) => [name, true]))
    expect({ ...options, ...given }).toMatchObject(expected)
  })
})

test('--help is the table of options', () => {
  const named = HELP.match(/(?<=[ ,(])--?[a-zA-Z][a-z-]*/g)!.filter((word) => word !== '--builders')
  expect([...new Set(named)].sort()).toEqual(OPTIONS.flatMap(({ names }) => names).sort())
  expect(byName.get('-o')).toMatchObject({ name: 'output', value: true })
  expect(byName.get('--limit')).toMatchObject({ name: 'on', value: true })
  expect(byName.get('-i')).toMatchObject({ name: 'confirm', value: false })
})

describe('refuses, by name', () => {
  test.each([
    [['--frobnicate'], '--frobnicate'],
    [['--frobnicate=1'], '--frobnicate;'],
    [['--constructor'], '--constructor'],
    [['--j', '4'], 'unknown option --j;'],
    [['---j', '4'], 'unknown option ---j;'],
    [['-list'], 'unknown option -list;'],
    [['-x'], '-x'],
    [['-nx'], '-nx'],
    [['--no-list'], '--no-list'],
    [['--list=yes'], '--list takes no value'],
    [['--list-all=yes'], '--list-all takes no value'],
    [['--parallel=x'], '"x"'],
    [['--sudo'], 'lollypops.deployment.sudo.enable'],
    [['--use-substitutes'], 'substitute-on-destination'],
    [['--build-host', 'x'], 'lollypops.deployment.build'],
    [['--to', 'x'], '--to takes one number'],
    [['-j'], '--jobs'],
    [['-j', '-1'], '-1'],
    [['-j', '1.5'], '"1.5"'],
    [['-j', '1e3'], '"1e3"'],
    [['-j', '1', '-C', '2'], '--jobs takes one value, and has 1 and 2'],
    [['--eval-jobs', '0'], '--eval-jobs takes one number from 1 up'],
    [['--flake'], '--flake takes one value, not none'],
    [['--flake', '--list'], '--flake takes one value, not none'],
    [['--flake', '.#ahorn'], 'give .,'],
    [['--except', '-v', 'all'], '--except takes one value, not none'],
    [['--except='], '--except takes one value, not none'],
    [['-s', '-o', 'group'], '--silent and --output group exclude each other'],
    [['-o', 'json'], '--output can be prefixed, group, interleaved or quiet, not "json"'],
    [['--color', 'blue'], '--color can be auto, always or never, not "blue"'],
    [['--list', '--plan'], '--list and --plan'],
    [['--max-failures', '-1'], '-1'],
    [['--wave', '0'], '--wave'],
    [['--wave', '1,,2'], '"1,,2"'],
    [['--wave', '101%'], '"101%"'],
    [['--wave', '10%%'], '"10%%"'],
    [['--timeout', '0'], '--timeout takes a time, such as 90s, 10m or 1h30m, not "0"'],
    [['--timeout', '5 m'], '"5 m"'],
    [['--timeout', '30m1h'], '"30m1h"'],
    [['--timeout', '25d'], 'at most 24 days'],
  ])('%j', (argv, naming) => {
    expect(() => parseOptions(argv)).toThrow(naming)
    expect(() => parseOptions(argv)).not.toThrow(/\n/)
  })
})

describe('a second run', () => {
  const all =
    '--flake,a b,--eval-jobs,2,--jobs,3,--wave,1,--max-failures,2,--fail-fast,--timeout,90s,--ask-sudo-password,--dry-run,--force,--output,group,--timestamps,--verbose,--color,never,--json,--log-dir,/l'.split(
      ',',
    )
  test('has the options of the first', () => {
    const more = ['web', '--except', 'birke', '--on', 'x', '--confirm', '--', '--option', 'cores', '2']
    expect(parseOptions([...all, ...more]).repeated).toEqual(all)
  })

  test('has none that nobody gave', () => {
    expect(parseOptions(['ahorn', '--wave', '1']).repeated).toEqual(['--wave', '1'])
  })
})
