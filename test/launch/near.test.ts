import { expect, test } from 'vitest'
import { near } from '../../src/launch/choose/names.ts'

test('names what is meant, the nearest first, and nothing far away', () => {
  expect(near('ahron', ['birke', 'ahorn', 'aharon'])).toEqual(['aharon', 'ahorn'])
  expect(near('web', ['web-1', 'web-2', 'mail'])).toEqual(['web-1', 'web-2'])
  expect(near('zzzzzz', ['ahorn', 'all'])).toEqual([])
})
