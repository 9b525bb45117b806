import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Pool } from '../../src/launch/run/pool.ts'

async function busiest(pool: Pool, tasks: number, work = async (_i: number, _active: number) => {}, expected = 0) {
  let active = 0
  let most = 0
  const order: number[] = []
  await Promise.all(
    Array.from({ length: tasks }, (_, i) =>
      pool.run(async () => {
        most = Math.max(most, ++active)
        try {
          await work(i, active)
          order.push(i)
          do await sleep(1)
          while (most < expected)
        } finally {
          active--
        }
      }),
    ),
  )
  return { most, order }
}

test.each([1, 3, 50])('at most %i at once, in order', async (limit) => {
  const { most, order } = await busiest(new Pool(limit), 40, undefined, Math.min(limit, 40))
  expect(most).toBe(Math.min(limit, 40))
  expect(order).toEqual(Array.from({ length: 40 }, (_, i) => i))
})

test('goes on after a failure', async () => {
  const pool = new Pool(1)
  const failing = pool.run(async () => {
    throw new Error('broken')
  })
  await expect(failing).rejects.toThrow('broken')
  expect(await pool.run(async () => 1)).toBe(1)
})

test('fewer at once where the system allows no more, and all of them run', async () => {
  const { most, order } = await busiest(new Pool(50), 40, async (_, active) => {
    if (active > 5) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' })
  })
  expect(most).toBe(6)
  expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i))
})

test('a system that allows none is an error', async () => {
  const none = new Pool(5).run(async () => {
    throw Object.assign(new Error('none'), { code: 'EMFILE' })
  })
  await expect(none).rejects.toThrow('none')
})
