import { expect, test } from 'vitest'
import { inWaves, parseWaves } from '../../src/launch/choose/options.ts'

const jobs = (count: number) => Array.from({ length: count }, (_, i) => i)
const sizes = (text: string, count: number) => inWaves(jobs(count), parseWaves(text)).map((wave) => wave.length)

test.each([
  ['1,10%,100%', 30, [1, 3, 26]],
  ['1,10%,100%', 1, [1]],
  ['1,10%,100%', 5, [1, 1, 3]],
  ['2', 5, [2, 2, 1]],
  ['50%', 5, [2, 2, 1]],
  ['1%', 3, [1, 1, 1]],
  ['1,2', 6, [1, 2, 2, 1]],
  ['100%', 0, []],
])('%s of %i', (text, count, expected) => expect(sizes(text, count)).toEqual(expected))

test('each job once, in order', () => {
  expect(inWaves(jobs(7), parseWaves('1,50%')).flat()).toEqual(jobs(7))
  expect(inWaves(jobs(7), [])).toEqual([jobs(7)])
})
