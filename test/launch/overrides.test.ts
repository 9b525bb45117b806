import { expect, test } from 'vitest'
import { assertAction, assertOneRemote, parseOptions } from '../../src/launch/choose/options.ts'
import { fakeNix, host } from './fake-nix.ts'
import { launch } from './support.ts'

test('one address for several hosts is refused', () => {
  const job = { label: 'ahorn', target: 'ahorn', tasks: [], optional: false }
  const remote = parseOptions([], { LP_REMOTE_HOST: '10.0.0.1' })
  expect(() => assertOneRemote([job, job], remote)).toThrow(/LP_REMOTE_HOST.*10\.0\.0\.1/)
  assertOneRemote([job], remote)
  assertOneRemote([job, job], parseOptions([], { LP_REMOTE_HOST: '' }))
  expect(() => assertOneRemote([job, job], parseOptions(['--target-host', 'a@b'], {}))).toThrow('--target-host')
})

test.each([undefined, '', 'switch', 'boot', 'test', 'dry-activate', 'build', 'dry-build'])(
  'REBUILD_ACTION=%s',
  (REBUILD_ACTION) => {
    assertAction(parseOptions([], { REBUILD_ACTION }))
  },
)

test.each(['swich', 'Switch', ' switch', 'constructor', 'switch\n'])(
  'REBUILD_ACTION=%j is refused before anything is evaluated',
  async (REBUILD_ACTION) => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran') })
    const { code, text, stderr } = await launch(['ahorn'], { env: { ...nix.env, REBUILD_ACTION } })
    expect([code, text, nix.calls()]).toEqual([2, '', []])
    expect(stderr).toMatch(
      /^launch: REBUILD_ACTION is .*, it can be switch, boot, test, dry-activate, build or dry-build\n$/,
    )
  },
)
