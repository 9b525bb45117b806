import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { needs } from './support/needs.ts'
import { privateNix } from './support/nix.ts'
import { tempDir } from './support/temp.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const inFolder = (folder: string, end: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(end))
    .map((file) => join(folder, file))
const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...inFolder('docs', '.md')]

/** How headings of a page are linked to. */
const anchors = (page: string) =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

needs('root', 'nix')('documentation', () => {
  test('shows the product as it is (npm run docs writes it)', async () => {
    const fresh = tempDir()
    mkdirSync(join(fresh, 'docs'))
    await privateNix().output(process.execPath, [join(root, 'docs/fill.mjs'), fresh], { cwd: root })
    const ofDocs = ['options.md', 'launch.md', 'ahorn.json', 'deploy-ahorn.sh'].map((name) => join('docs', name))
    const ofMan = ['launch.1', 'deploy-host.1'].map((name) => join('templates/launch', name))
    for (const file of ['README.md', ...ofDocs, ...ofMan]) {
      expect(read(file), file).toBe(readFileSync(join(fresh, file), 'utf8'))
    }
  })
})

describe('documentation', () => {
  test('a README of at most 200 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(201)
  })

  test.each(pages)('links that lead somewhere: %s', (page) => {
    for (const [, file, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)/g)) {
      const to = file === '' ? page : join(dirname(page), file!)
      expect(existsSync(join(root, to)), `${page}: ${to}`).toBe(true)
      if (anchor) expect(anchors(to), `${page}: ${to}`).toContain(anchor)
    }
  })

  test('tests that docs/peers.md names', () => {
    const named = [...read('docs/peers.md').matchAll(/\[[\w-]+\.test\.ts\]\(\.\.\/([^)]+)\): (.*) \|$/gm)]
    expect(named.length).toBeGreaterThan(10)
    for (const [, file = '', titles = ''] of named) {
      const source = `${read(file)}${file.includes('deploy/activation.test') ? read('test/deploy/activation-cases.ts') : ''}`
      for (const title of titles.split(' › ')) expect(source, file).toContain(title.trim())
    }
  })

  test('all that a script runs with sudo, in docs/deploy-user.md', () => {
    const [, table = ''] = /## What sudo must allow\n([\s\S]*?)\nID is new/.exec(read('docs/deploy-user.md')) ?? []
    const allowed = [...table.matchAll(/^\| ([^|]*)\|/gm)].flatMap(
      ([, cell = '']) => cell.match(/(?<=`)[\w-]+(?=`)/g) ?? [],
    )
    const used = inFolder('test/approved', '.sh').flatMap((file) =>
      [
        ...read(file)
          .replaceAll(/\\\n */g, '')
          .matchAll(/(?<=@[\w.]+ |=|'|:-)(?:sudo|"\$lp_sudo")}?(?:%20| )+(?:-n(?:%20| )+)?((?!on )[a-z][a-z-]*)/g),
      ].map(([, program]) => program),
    )
    expect(used.length).toBeGreaterThan(50)
    expect([...new Set(used)].filter((program) => !allowed.includes(program!))).toEqual([])
  })
})
