import { execFileSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { executable, launch, scripts } from './support.ts'

/** As nix/launch.nix has it: what says how launch was started. */
const wrapper = readFileSync(new URL('../../nix/launch.nix', import.meta.url), 'utf8').match(
  /^.*LOLLYPOPS_LAUNCH.*$/gm,
)!
const folder = tempDir()
const started = executable(join(folder, 'launch'), `${wrapper.join('\n')}\necho "$LOLLYPOPS_LAUNCH"`)
const [linked, another] = [tempDir(), tempDir()]
symlinkSync(started, join(linked, 'launch'))
executable(join(another, 'launch'), ':')

test.each([
  ['PATH leads to it', 'launch', folder, 'launch'],
  ['PATH leads to a link to it', started, linked, 'launch'],
  ['PATH leads to another', started, another, started],
  ['PATH leads nowhere', started, tempDir(), started],
])('%s', (_, word, folder, name) => {
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` }
  expect(execFileSync('bash', ['-c', '"$0"', word], { env, encoding: 'utf8' })).toBe(`${name}\n`)
})

test('what launch says to run can be run', async () => {
  const [path] = scripts({ ahorn: 'exit 1' })
  const env = { LOLLYPOPS_LAUNCH: '/x/bin/launch' }
  expect((await launch([path!], { env })).stderr).toContain(`again: /x/bin/launch ${path}\n`)
  expect((await launch(['--nonsense'], { env })).stderr).toContain('; /x/bin/launch --help lists')
})
