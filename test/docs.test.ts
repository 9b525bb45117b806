import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { needs } from './support/needs.ts'
import { privateNix } from './support/nix.ts'
import { tempDir } from './support/temp.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

needs('root', 'nix')('documentation', () => {
  test('shows the product as it is (npm run docs writes it)', async () => {
    const fresh = tempDir()
    mkdirSync(join(fresh, 'docs'))
    await privateNix().output(process.execPath, [join(root, 'docs/fill.mjs'), fresh], { cwd: root })
    for (const file of ['README.md', 'docs/options.md', 'docs/deploy-ahorn.sh']) {
      expect(readFileSync(join(root, file), 'utf8'), file).toBe(readFileSync(join(fresh, file), 'utf8'))
    }
  })
})
