import { expect, test } from 'vitest'
import { distance, near } from '../../src/launch/near.ts'

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['ahorn', 'ahorn', 0],
  ['ahrn', 'ahorn', 1],
  ['ahron', 'ahorn', 1],
  ['kitten', 'sitting', 3],
])('%j and %j are %i apart', (a, b, apart) => {
  expect(distance(a, b)).toBe(apart)
  expect(distance(b, a)).toBe(apart)
})

test('names what is meant, the nearest first, and nothing far away', () => {
  expect(near('ahron', ['birke', 'ahorn', 'aharon'])).toEqual(['ahorn', 'aharon'])
  expect(near('web', ['web-1', 'web-2', 'mail'])).toEqual(['web-1', 'web-2'])
  expect(near('zzzzzz', ['ahorn', 'all'])).toEqual([])
})
