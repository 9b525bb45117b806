import { expect, test } from 'vitest'
import { statusLine } from '../../src/launch/show/status.ts'
import { labelWidth, lastOverwritten } from '../../src/launch/show/style.ts'

const counts = { running: 2, waiting: 3, done: 1, failed: 0, where: [] }
const jobs = (labels: string[], known: string[] = []) =>
  labels.map((label) => ({ label, tasks: [], known, target: label, optional: false }))

test('how many, how long, who is in which task', () => {
  expect(statusLine({ ...counts, where: ['ahorn rebuild', 'birke'] }, 65.9, 79)).toBe(
    '2 running, 3 waiting, 1 done, 0 failed, 1:05 | ahorn rebuild, birke',
  )
  expect(statusLine({ ...counts, running: 0 }, 3605, 79)).toBe('0 running, 3 waiting, 1 done, 0 failed, 1:00:05')
})

test.each([0, 1, 10, 50])('never wider than %i columns', (width) => {
  expect([...statusLine({ ...counts, where: ['ä'.repeat(100)] }, 0, width)].length).toBeLessThanOrEqual(
    Math.max(1, width),
  )
})

test.each([
  ['10%\r20%\r100%\n', '100%\n'],
  ['100%\r\n', '100%\r\n'],
  ['1%\r100%\r\r\n', '100%\r\r\n'],
  ['plain\n', 'plain\n'],
  ['\r\n', '\r\n'],
  ['\n', '\n'],
])('of %j a terminal shows %j', (line, shown) => {
  const bytes = Buffer.from(line)
  expect(bytes.toString('utf8', lastOverwritten(bytes))).toBe(shown)
})

test('lines begin in one column where there is room for it', () => {
  expect(labelWidth(jobs(['ahorn', 'x'], ['check', 'rebuild']), 100)).toBe('[ahorn:rebuild] '.length)
  expect(labelWidth(jobs(['ahorn', 'x']), 80)).toBe('[ahorn] '.length)
  expect(labelWidth(jobs(['ahorn']), 79)).toBe(0)
  expect(labelWidth(jobs(['a'.repeat(50)]), 100)).toBe(0)
})
