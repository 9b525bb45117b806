import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/launch/choose/options.ts'
import type { Result } from '../../src/launch/show/events.ts'
import { duration, exitCode, summary } from '../../src/launch/show/summary.ts'
import { header, scripts } from './support.ts'

function result(label: string, outcome: Result['outcome'], rest: Partial<Result> = {}): Result {
  const job = { label, target: label, tasks: [], optional: false }
  return { job, outcome, task: undefined, exit: '0', seconds: 1, lastLines: [], ...rest }
}

const done = result('ahorn', 'done', { task: 'rebuild', seconds: 75 })
const failed = result('porree', 'failed', {
  task: 'check',
  exit: '255',
  seconds: 3,
  lastLines: [Buffer.from([0xff, 0x61])],
  script: '/the script',
  tasks: [
    { task: 'build', seconds: 1 },
    { task: 'check', seconds: 2 },
  ],
})
const ended = result('x y', 'interrupted', { exit: '130 (SIGINT)', task: 'rebuild' })

const said = (results: Result[], { options = parseOptions([], {}), coloured = false, logs = '' } = {}) =>
  summary(results, options, coloured, logs).toString('latin1')

test('a table, what failed where with its last lines and one thing to do, and how to run the rest again', () => {
  const options = parseOptions(['--flake', '.', '--verbose'], { REBUILD_ACTION: 'boot' })
  expect(said([done, failed, ended], { options, logs: '/logs of/1' })).toBe(`
HOST    RESULT       TASK     EXIT          TIME        TASKS
ahorn   done         -        0             1 min 15 s
porree  failed       check    255           3.0 s       build 1.0 s, check 2.0 s
x y     interrupted  rebuild  130 (SIGINT)  1.0 s

porree failed in check, exit code 255
  \xffa
  -> by hand: REBUILD_ACTION=boot '/the script' --verbose check

again: REBUILD_ACTION=boot launch --flake . --verbose porree 'x y'

whole output: '/logs of/1'
`)
})

test('colours: done green, failed red', () => {
  const text = said([done, failed], { coloured: true })
  expect(text).toContain('ahorn   \x1b[32mdone\x1b[0m    -')
  expect(text).toContain('porree  \x1b[31mfailed\x1b[0m  check')
})

test('at most eight lines for each host that failed: none twice, none that a host before had', () => {
  const lines = ['==> check', '', ...Array.from({ length: 16 }, () => 'Connection refused'), 'a', 'b', 'c', 'd', 'e']
  const lastLines = lines.map((line) => Buffer.from(line))
  const text = said([
    result('a', 'failed', { exit: '1', lastLines }),
    result('b', 'failed', { exit: '1', lastLines: [Buffer.from('e'), Buffer.from('of b')], script: '/s' }),
  ])
  expect(text.split('\n').slice(4)).toEqual(
    ['', 'a failed, exit code 1', '  b', '  c', '  d', '  e'].concat(
      ['', 'b failed, exit code 1', '  of b', '  -> by hand: /s'],
      ['', 'again: launch a b', ''],
    ),
  )
})

describe('one thing to do, that fits the cause', () => {
  const script = scripts({ x: header('x', ['check'], { guarded: true }) })[0]!
  const remedy = (rest: Partial<Result>) =>
    /-> (.*)/.exec(said([result('x', 'failed', { script, exit: '1', ...rest })]))?.[1]

  test('ssh wants to ask', () => {
    const lastLines = [Buffer.from('Host key verification failed.\r')]
    expect(remedy({ lastLines })).toBe('log in once by hand, where ssh can ask: ssh root@x')
  })
  test.each([
    [10, 'the host rolled back'],
    [11, 'nothing was activated'],
    [12, 'nobody knows'],
    [13, 'rolling back failed'],
  ])('exit code %i of the guard', (code, said) => expect(remedy({ code })).toContain(said))
  test('a script without guard', () => expect(remedy({ code: 10, script: '/s' })).toBe('by hand: /s'))
  test('too slow', () => expect(remedy({ exit: 'timeout' })).toContain('--timeout'))
})

test('the tasks that were asked for, where nobody knows which one failed', () => {
  const job = { label: 'a', target: 'a:x,y', tasks: ['x', 'y'], optional: false }
  expect(said([result('a', 'failed', { job, script: '/s' })])).toContain('by hand: /s x y\n')
})

test('of progress that rewrites its line, what a terminal would show last', () => {
  expect(said([result('a', 'failed', { lastLines: [Buffer.from('1%\r2%\r')] })])).toContain('\n  2%\r\n')
})

test('nothing to run again when all is done', () => {
  expect(said([done], { logs: '/logs' })).not.toMatch(/again|by hand|logs/)
})

test('a failure without a word is said to be one', () => {
  expect(said([result('ahorn', 'failed')])).toContain('ahorn failed, exit code 0, printed nothing')
})

test.each([
  [[done], 0],
  [[done, result('b', 'skipped'), result('c', 'offline')], 0],
  [[done, failed], 1],
  [[result('b', 'unknown')], 1],
  [[result('b', 'not started')], 1],
])('exit code %#', (results, code) => expect(exitCode(results)).toBe(code))

test.each([
  [0.04, '0.0 s'],
  [59.9, '59.9 s'],
  [59.97, '1 min 00 s'],
  [3725, '62 min 05 s'],
])('%d seconds', (s, text) => {
  expect(duration(s)).toBe(text)
})
