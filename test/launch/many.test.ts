import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { launch, scripts } from './support.ts'

const bodies = (count: number, body: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`h${i}`, body]))

test('1000 scripts at once, which all wait for the last', async () => {
  const all = (what: string) => `until set -- *.${what}; [ $# = 999 ]; do sleep 0.5; done`
  const paths = scripts({
    ...bodies(999, 'echo here; : >"$0.here"; : <"${0%/*}/gate"; : >"$0.there"; echo there'),
    h999: `echo here; cd "\${0%/*}"; ${all('here')}; exec 3<>gate; ${all('there')}; echo there`,
  })
  execFileSync('mkfifo', [join(dirname(paths[0]!), 'gate')])
  const { code, text, stderr } = await launch(['-j', '1000', ...paths])
  expect(code).toBe(0)
  expect(text.match(/^\[h\d+\] here$/gm)).toHaveLength(1000)
  expect(text.match(/^\[h\d+\] there$/gm)).toHaveLength(1000)
  expect(stderr.match(/^h\d+ +done/gm)).toHaveLength(1000)
})

test('never more than -j at once', async () => {
  const paths = scripts(
    bodies(
      12,
      `
    cd "\${0%/*}"; mkdir "running-$$"; ls -d running-* | wc -l; sleep 0.2; rmdir "running-$$"`,
    ),
  )
  const counts = [...(await launch(['-j', '3', ...paths])).text.matchAll(/\] (\d+)$/gm)].map((match) =>
    Number(match[1]),
  )
  expect(counts).toHaveLength(12)
  expect(Math.max(...counts)).toBeLessThanOrEqual(3)
  expect(Math.max(...counts)).toBeGreaterThan(1)
})

test('with few file descriptors all of them run, only fewer at once', async () => {
  const paths = scripts(bodies(60, 'sleep 0.1; echo done'))
  const { code, text, stderr } = await launch(['-j', '60', ...paths], { shell: 'ulimit -n 40; exec "$@"' })
  expect(stderr).toMatch(/^h59 +done/m)
  expect(text.match(/done$/gm)).toHaveLength(60)
  expect(code).toBe(0)
})

test('a reader that is slow: nothing is lost, little is kept', async () => {
  const paths = scripts({ ahorn: `yes "$(printf '%080d' 0)" | head -c 200000000; echo; echo end`, birke: 'echo other' })
  const watched =
    '{ "$@" 2>/dev/null & while grep VmHWM /proc/$!/status >&2; do sleep 0.05; done; } | { sleep 1; wc -lc; }'
  const { text, stderr } = await launch(paths, { shell: watched })
  const lines = Math.ceil(200_000_000 / 81)
  expect(text.trim().split(/\s+/).map(Number)).toEqual([lines + 2, 200_000_000 + 1 + 4 + 8 * (lines + 1) + 14])
  const most = Math.max(...[...stderr.matchAll(/VmHWM:\s+(\d+) kB/g)].map((match) => Number(match[1])))
  expect(most).toBeGreaterThan(20_000)
  expect(most).toBeLessThan(100_000)
})
