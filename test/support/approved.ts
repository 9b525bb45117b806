import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const folder = fileURLToPath(new URL('../approved', import.meta.url))

/**
 * Compares a text with the file of that name below test/approved. UPDATE=1 writes the file instead;
 * read the difference before you commit it.
 */
export function expectApproved(name: string, text: string, dir = folder): void {
  const path = join(dir, name)
  if (process.env.UPDATE) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return
  }
  expect(text, `${name} differs: look at it, then approve it with UPDATE=1 npx vitest run`).toBe(read(path))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Error(`${path} is missing: UPDATE=1 npx vitest run makes it, then read it`)
  }
}
