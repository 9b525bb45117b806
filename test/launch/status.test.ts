import { expect, test } from 'vitest'
import { labelWidth } from '../../src/launch/label.ts'
import { lastOverwritten } from '../../src/launch/show.ts'
import { statusLine } from '../../src/launch/status.ts'

const counts = { running: 2, waiting: 3, done: 1, failed: 0 }

test('how many, how long, who is in which task', () => {
  expect(statusLine(counts, 65.9, ['ahorn rebuild', 'birke'], 79)).toBe(
    '2 running, 3 waiting, 1 done, 0 failed, 1:05 | ahorn rebuild, birke',
  )
  expect(statusLine({ ...counts, running: 0 }, 3605, [], 79)).toBe('0 running, 3 waiting, 1 done, 0 failed, 1:00:05')
})

test.each([0, 1, 10, 50])('never wider than %i columns', (width) => {
  expect([...statusLine(counts, 0, ['ä'.repeat(100)], width)].length).toBeLessThanOrEqual(Math.max(1, width))
})

test.each([
  ['10%\r20%\r100%\n', '100%\n'],
  ['100%\r\n', '100%\r\n'],
  ['1%\r100%\r\r\n', '100%\r\r\n'],
  ['plain\n', 'plain\n'],
  ['\r\n', '\r\n'],
  ['\n', '\n'],
])('of %j a terminal shows %j', (line, shown) => {
  const bytes = Buffer.from(`before\r${line}`)
  expect(bytes.toString('utf8', lastOverwritten(bytes, 7, bytes.length))).toBe(shown)
})

test('lines begin in one column where there is room for it', () => {
  expect(labelWidth(['ahorn', 'x'], ['check', 'rebuild'], 100)).toBe('[ahorn:rebuild] '.length)
  expect(labelWidth(['ahorn', 'x'], [], 80)).toBe('[ahorn] '.length)
  expect(labelWidth(['ahorn'], [], 79)).toBe(0)
  expect(labelWidth(['a'.repeat(50)], [], 100)).toBe(0)
})
