import { expect, test } from 'vitest'
import type { Result } from '../../src/launch/deploy.ts'
import { duration, exitCode, summary } from '../../src/launch/summary.ts'

function result(label: string, outcome: Result['outcome'], rest: Partial<Result> = {}): Result {
  const job = { label, target: label, tasks: [], optional: false }
  return { job, outcome, task: undefined, exit: '0', seconds: 1, lastLines: [], ...rest }
}

const done = result('ahorn', 'done', { task: 'rebuild', seconds: 75 })
const failed = result('porree', 'failed', { task: 'check', exit: '255', lastLines: [Buffer.from([0xff, 0x61])] })
const ended = result('x y', 'interrupted', { exit: 'SIGINT', task: 'rebuild' })

test('a table, the last lines of what failed, and how to run the rest again', () => {
  const text = summary([done, failed, ended], (targets) => ['--flake', '.', ...targets], { REBUILD_ACTION: 'boot' }).toString('latin1')
  expect(text).toBe(`
HOST    RESULT       TASK     EXIT    TIME
ahorn   done         -        0       1 min 15 s
porree  failed       check    255     1.0 s
x y     interrupted  rebuild  SIGINT  1.0 s

porree, last lines:
  \xffa

again: REBUILD_ACTION=boot launch --flake . porree 'x y'
`)
})

test('nothing to run again when all is done', () => {
  expect(String(summary([done], () => [], {}))).not.toContain('again')
})

test('a failure without a word is said to be one', () => {
  expect(String(summary([result('ahorn', 'failed')], () => [], {}))).toContain('ahorn printed nothing')
})

test.each([
  [[done], 0],
  [[done, result('b', 'skipped')], 0],
  [[done, failed], 1],
  [[result('b', 'unknown')], 1],
  [[result('b', 'not started')], 1],
])('exit code %#', (results, code) => expect(exitCode(results)).toBe(code))

test.each([[0.04, '0.0 s'], [59.9, '59.9 s'], [59.97, '1 min 00 s'], [3725, '62 min 05 s']])('%d seconds', (s, text) => {
  expect(duration(s)).toBe(text)
})
