import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tempDir } from './temp.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
let bundles = ''

/** Path of a program, bundled from src just now, so that no test runs a stale dist. */
export function program(name: 'lollypops-generate' | 'launch'): string {
  if (!bundles) {
    const dir = tempDir()
    symlinkSync(join(project, 'templates'), join(dir, 'templates'))
    execFileSync(process.execPath, ['build.mjs', join(dir, 'dist')], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    bundles = join(dir, 'dist')
  }
  return join(bundles, `${name}.cjs`)
}
