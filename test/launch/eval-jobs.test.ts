import { expect, test } from 'vitest'
import { evaluationsAtOnce } from '../../src/launch/run/pool.ts'

const GIB = 1024 ** 3

test.each([
  [8, 64 * GIB, 8],
  [64, 16 * GIB, 8],
  [4, 3 * GIB, 1],
  [1, GIB / 2, 1],
])('%i cores and %i bytes: %i', (cores, bytes, most) => expect(evaluationsAtOnce(cores, bytes)).toBe(most))
