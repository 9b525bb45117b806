import { copyFileSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { output } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'

const program = fileURLToPath(new URL('../../templates/programs/profiles.sh', import.meta.url))

test.each([
  ['toy-2-link', 'toy-2-link', false],
  ['../others/link', '../others/link', true],
])('of a profile that is %s, %s is there after the way back: %s', async (made, path, stays) => {
  const dir = tempDir()
  const at = (name: string) => join(dir, name)
  for (const name of ['old', 'new', 'others', 'profiles', 'run/toy.profile']) mkdirSync(at(name), { recursive: true })
  copyFileSync(program, at('run/part'))
  writeFileSync(at('run/list'), 'toy\n')
  symlinkSync(at('profiles/toy'), at('run/toy.profile/link'))
  symlinkSync(at('new'), at('run/toy.profile/new'))
  symlinkSync('toy-1-link', at('run/toy.profile/was'))
  symlinkSync(at('old'), at('profiles/toy-1-link'))
  symlinkSync(at('new'), join(at('profiles'), path))
  symlinkSync(made, at('profiles/toy'))
  await output('bash', [at('run/part'), 'restore'])
  expect(readlinkSync(at('profiles/toy'))).toBe('toy-1-link')
  expect(await output('bash', ['-c', 'cd "$1"; [[ -L $2 ]] && echo yes || true', '-', at('profiles'), path])).toBe(
    stays ? 'yes' : '',
  )
})
