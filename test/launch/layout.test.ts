import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const root = new URL('../../src/launch', import.meta.url).pathname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const imports = (file: string) =>
  [...text(file).matchAll(/from '(\.[^']+\.ts)'/g)].map(([, path]) => normalize(join(dirname(file), path!)))

/** Who may import whom: those before it, and what is no part of launch. */
const FOLDERS = ['choose', 'show', 'run']
const [FOLDER_LINES, ALL_LINES] = [2153, 2333]
const OUTSIDE = ['../shell/quote.ts', '../script/tasks.ts']

test('at most 22 files in three folders', () => {
  expect(files.length).toBeLessThanOrEqual(22)
  expect([...new Set(files.map((file) => dirname(file)))].sort()).toEqual([...FOLDERS].sort())
})

test.each([
  [FOLDER_LINES, 'in the three folders', files],
  [ALL_LINES, 'with launch.ts', [...files, '../launch.ts']],
])('at most %i lines %s', (most, _, counted) => {
  const lines = counted.map((file) => text(file).split('\n').length - 1)
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(most)
})

test('imports point one way: run takes from show and choose, show from choose', () => {
  for (const file of files) {
    const place = FOLDERS.indexOf(dirname(file))
    for (const path of imports(file)) {
      if (OUTSIDE.includes(path)) continue
      expect([file, path, FOLDERS.indexOf(dirname(path)) >= 0]).toEqual([file, path, true])
      expect(FOLDERS.indexOf(dirname(path)), `${file} imports ${path}`).toBeLessThanOrEqual(place)
    }
  }
})

test('and make no circle', () => {
  const visit = (file: string, above: string[]): void => {
    expect(above, [...above, file].join(' -> ')).not.toContain(file)
    for (const path of imports(file)) if (!OUTSIDE.includes(path)) visit(path, [...above, file])
  }
  for (const file of files) visit(file, [])
})

test('no type or function name twice', () => {
  const names = [...files, '../launch.ts'].flatMap((file) =>
    [...text(file).matchAll(/^(?:export )?(?:async )?(?:function\*?|class|interface|type) (\w+)/gm)].map(
      ([, name]) => name!,
    ),
  )
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
