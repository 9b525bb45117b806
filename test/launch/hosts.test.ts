import { describe, expect, test } from 'vitest'
import { builds, fails, fakeNix, host } from './fake-nix.ts'
import { launch, scripts } from './support.ts'

const NAMES = 'eval --json .#launch.hosts --apply builtins.attrNames'
const fleet = () => fakeNix({
  ahorn: host('ahorn', 'web', 'echo "ran $*"'),
  birke: host('birke', 'mail', 'echo "ran $*"'),
  porree: host('porree', 'web', 'echo "ran $*"'),
})

describe('hosts by name', () => {
  test('evaluate no other host', async () => {
    const nix = fleet()
    const { code, text } = await launch(['ahorn', 'birke:check'], nix)
    expect(code).toBe(0)
    expect(text.split('\n').sort()).toEqual(['', '[ahorn] ran ', '[birke:check] ran check'])
    expect(nix.calls()[0]).toBe(NAMES)
    expect(nix.calls().slice(1).sort()).toEqual(
      ['build --no-link --json --print-build-logs .#deploy-ahorn', 'build --no-link --json --print-build-logs .#deploy-birke'])
  })

  test('all names each and asks for no more', async () => {
    const nix = fleet()
    expect((await launch(['all:check', '-n'], nix)).text.match(/ran --dry-run check/g)).toHaveLength(3)
    expect(nix.calls()).toHaveLength(4)
  })

  test.each([
    [['--flake', 'github:me/hosts'], undefined, 'build --no-link --json --print-build-logs github:me/hosts#deploy-ahorn'],
    [[], '/x/deploy.nix', 'build --no-link --json --print-build-logs --impure --file /x/deploy.nix deploy-ahorn'],
    [['--flake', '.'], '/x/deploy.nix', 'build --no-link --json --print-build-logs .#deploy-ahorn'],
  ])('%j, expression %j', async (args, LOLLYPOPS_EXPR, build) => {
    const nix = fleet()
    expect(await launch([...args, 'ahorn'], { env: { ...nix.env, LOLLYPOPS_EXPR } })).toMatchObject({ code: 0 })
    expect(builds(nix)).toEqual([build])
  })

  test('scripts by path ask Nix for nothing', async () => {
    const nix = fleet()
    expect(await launch(scripts({ ahorn: ':' }), nix)).toMatchObject({ code: 0 })
    expect(nix.calls()).toEqual([])
  })

  test('mixed with scripts by path', async () => {
    const { text } = await launch(['ahorn', ...scripts({ ahorn: 'echo other' })], fleet())
    expect(text).toContain('[ahorn] ran \n')
    expect(text).toMatch(/^\[\/.*\/deploy-ahorn\] other$/m)
  })
})

describe('groups', () => {
  test('each host of the group, once', async () => {
    const nix = fleet()
    const { text } = await launch(['web:check', 'ahorn:rebuild'], nix)
    expect(text.split('\n').sort()).toEqual(['', '[ahorn] ran check rebuild', '[porree:check] ran check'])
    expect(builds(nix)).toHaveLength(2)
  })

  test('a host that does not evaluate is named, and the others run', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran'), birke: {}, gast: { info: null } })
    const { code, text, stderr } = await launch(['web'], nix)
    expect([code, text]).toEqual([1, '[ahorn] ran\n'])
    expect(stderr).toMatch(/^ahorn +done/m)
    expect(stderr).toMatch(/^birke +unknown +evaluate +1 /m)
    expect(stderr).toContain('birke, last lines:\n  does not evaluate')
    expect(stderr).toContain('attribute of birke missing')
    expect(stderr).not.toContain('again:')
    expect(stderr).not.toContain('gast')
  })
})

test.each(['a"b', 'a^b', 'a\nb'])('a host that Nix cannot address fails alone: %j', async (name) => {
  const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran') }, `echo '${JSON.stringify(['ahorn', name])}'`)
  const shown = name.replace('\n', '?')
  const all = await launch(['all'], nix)
  expect(all.code).toBe(1)
  expect(all.text.split('\n').sort()).toEqual(
    ['', `[${shown}:build] error: Nix cannot address ${JSON.stringify(`deploy-${name}`)}: rename the host`, '[ahorn] ran'])
  expect(all.stderr).toContain(`\n${shown}    failed  build  -`)
  expect((await launch(['--list'], nix)).text).toContain(`does not evaluate: Nix cannot address ${JSON.stringify(name)}: rename the host\n`)
  expect(nix.calls().join('\n')).not.toContain(name)
})

describe('what is not there', () => {
  test.each([['ahron', 'ahorn'], ['wbe', 'web']])('%s: did you mean %s?', async (word, meant) => {
    const nix = fleet()
    const { code, text, stderr } = await launch(['birke', word], nix)
    expect([code, text]).toEqual([2, ''])
    expect(stderr).toBe(`launch: no host or group is called ${word}: did you mean ${meant}?\n`)
    expect(builds(nix)).toEqual([])
  })

  test('no flake: what Nix says, and what to do', async () => {
    const { code, stderr } = await launch(['ahorn'], fakeNix({}, fails('could not find a flake')))
    expect(code).toBe(2)
    expect(stderr).toContain('\nwarning: of no interest\nerror: could not find a flake\n')
    expect(stderr).toMatch(/^launch: .*--flake REF: could not find a flake$/m)
  })

  test('no nix at all', async () => {
    const { code, stderr } = await launch(['ahorn'], { env: { PATH: '/none' } })
    expect(code).toBe(2)
    expect(stderr).toContain('nix cannot be started: spawn nix ENOENT')
  })

  test.each(['a"b', '${x}', 'x; id', '--flake', "a'b", 'a.b'])('the word %j reaches no expression', async (word) => {
    const nix = fleet()
    expect((await launch([word], nix)).code).toBe(2)
    expect(nix.calls().join()).not.toContain(word)
  })
})
