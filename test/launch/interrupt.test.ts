import { afterEach, expect, test, vi } from 'vitest'
import { Groups, Interrupt } from '../../src/launch/run/groups.ts'

afterEach(() => void vi.restoreAllMocks())

/** How often groups were hurried, and what was announced, by signals at these milliseconds. */
function after(...times: number[]) {
  const groups = new Groups()
  const hurry = vi.spyOn(groups, 'hurry')
  const said: string[] = []
  const interrupt = new Interrupt(groups, (reason) => said.push(reason))
  for (const time of times) {
    vi.spyOn(performance, 'now').mockReturnValue(time)
    interrupt.signal('SIGINT')
  }
  return { hurried: hurry.mock.calls.length, said }
}

test.each([
  [[1000], 0],
  [[1000, 1000], 0],
  [[1000, 1400], 0],
  [[1000, 1401], 1],
  [[1000, 1200, 1401], 1],
  [[1000, 1500, 1800], 1],
  [[1000, 1500, 2000], 2],
])('signals at %j hurry %i times', (times, hurried) => {
  expect(after(...times)).toEqual({ hurried, said: ['SIGINT'] })
})
