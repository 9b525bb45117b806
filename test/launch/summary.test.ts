import { expect, test } from 'vitest'
import type { Result } from '../../src/launch/deploy.ts'
import { parseOptions } from '../../src/launch/options.ts'
import { duration, exitCode, summary } from '../../src/launch/summary.ts'

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

const said = (results: Result[], rest: Partial<Parameters<typeof summary>[1]> = {}) =>
  summary(results, { options: parseOptions([]), logs: undefined, env: {}, ...rest }).toString('latin1')

test('a table, the last lines of what failed, and how to run the rest again', () => {
  const options = parseOptions(['--flake', '.', '--verbose'])
  expect(said([done, failed, ended], { options, logs: '/logs of/1', env: { REBUILD_ACTION: 'boot' } })).toBe(`
HOST    RESULT       TASK     EXIT          TIME        TASKS
ahorn   done         -        0             1 min 15 s
porree  failed       check    255           3.0 s       build 1.0 s, check 2.0 s
x y     interrupted  rebuild  130 (SIGINT)  1.0 s

porree, last lines:
  \xffa

by hand, where ssh can ask about keys:
  REBUILD_ACTION=boot '/the script' --verbose check

again: REBUILD_ACTION=boot launch --flake . --verbose porree 'x y'

whole output: '/logs of/1'
`)
})

test('the tasks that were asked for, where nobody knows which one failed', () => {
  const job = { label: 'a', target: 'a:x,y', tasks: ['x', 'y'], optional: false }
  expect(said([result('a', 'failed', { job, script: '/s' })])).toContain(
    'by hand, where ssh can ask about keys:\n  /s x y\n',
  )
})

test('of progress that rewrites its line, what a terminal would show last', () => {
  expect(said([result('a', 'failed', { lastLines: [Buffer.from('1%\r2%\r')] })])).toContain('\n  2%\r\n')
})

test('nothing to run again when all is done', () => {
  expect(said([done], { logs: '/logs' })).not.toMatch(/again|by hand|logs/)
})

test('a failure without a word is said to be one', () => {
  expect(said([result('ahorn', 'failed')])).toContain('ahorn printed nothing')
})

test.each([
  [[done], 0],
  [[done, result('b', 'skipped')], 0],
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
