import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { selfName } from '../../src/launch/choose/help.ts'
import { tempDir } from '../support/temp.ts'
import { executable, launch, scripts } from './support.ts'

const folder = tempDir()
const started = executable(join(folder, 'launch'), ':')
const other = tempDir()
mkdirSync(join(other, 'launch'))

test.each([
  ['nobody said how it was started', { PATH: folder }, 'launch'],
  ['by its name', { LOLLYPOPS_LAUNCH: 'launch', PATH: '/none' }, 'launch'],
  ['PATH leads to it', { LOLLYPOPS_LAUNCH: started, PATH: `${other}:${folder}` }, 'launch'],
  ['PATH leads nowhere', { LOLLYPOPS_LAUNCH: started, PATH: other }, started],
  ['no PATH', { LOLLYPOPS_LAUNCH: '/x y/launch' }, "'/x y/launch'"],
])('%s', (_, env, name) => expect(selfName(env)).toBe(name))

test('PATH leads to a link to it, or to another launch', () => {
  const [linked, another] = [tempDir(), tempDir()]
  symlinkSync(started, join(linked, 'launch'))
  executable(join(another, 'launch'), ':')
  expect(selfName({ LOLLYPOPS_LAUNCH: started, PATH: linked })).toBe('launch')
  expect(selfName({ LOLLYPOPS_LAUNCH: started, PATH: another })).toBe(started)
})

test('what launch says to run can be run', async () => {
  const [path] = scripts({ ahorn: 'exit 1' })
  const env = { LOLLYPOPS_LAUNCH: '/x/bin/launch' }
  expect((await launch([path!], { env })).stderr).toContain(`again: /x/bin/launch ${path}\n`)
  expect((await launch(['--nonsense'], { env })).stderr).toContain('; /x/bin/launch --help lists')
})
