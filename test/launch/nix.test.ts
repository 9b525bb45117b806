import { describe, expect, test } from 'vitest'
import { fails, fakeNix, host } from './fake-nix.ts'
import { Launch, launch, scripts } from './support.ts'

const NAMES = 'eval --json .#launch.hosts --apply builtins.attrNames'
const fleet = () => fakeNix({
  ahorn: host('ahorn', 'web', 'echo "ran $*"'),
  birke: host('birke', 'mail', 'echo "ran $*"'),
  porree: host('porree', 'web', 'echo "ran $*"'),
})
const builds = (nix: { calls: () => string[] }) => nix.calls().filter((call) => call.startsWith('build'))

describe('hosts by name', () => {
  test('evaluate no other host', async () => {
    const nix = fleet()
    const { code, text } = await launch(['ahorn', 'birke:check'], nix)
    expect(code).toBe(0)
    expect(text.split('\n').sort()).toEqual(['', '[ahorn] ran ', '[birke:check] ran check'])
    expect(nix.calls()[0]).toBe(NAMES)
    expect(nix.calls().slice(1).sort()).toEqual(
      ['build --no-link --json .#deploy-ahorn', 'build --no-link --json .#deploy-birke'])
  })

  test('all names each and asks for no more', async () => {
    const nix = fleet()
    expect((await launch(['all:check', '-n'], nix)).text.match(/ran --dry-run check/g)).toHaveLength(3)
    expect(nix.calls()).toHaveLength(4)
  })

  test.each([
    [['--flake', 'github:me/hosts'], undefined, 'build --no-link --json github:me/hosts#deploy-ahorn'],
    [[], '/x/deploy.nix', 'build --no-link --json --impure --file /x/deploy.nix deploy-ahorn'],
    [['--flake', '.'], '/x/deploy.nix', 'build --no-link --json .#deploy-ahorn'],
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

describe('builds', () => {
  test('one that fails says why, and the others run', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web'), birke: host('birke', 'web', 'echo ran') })
    const { code, text, stderr } = await launch(['ahorn', 'birke'], nix)
    expect(code).toBe(1)
    expect(text).toContain('[birke] ran\n')
    expect(text).toContain(`[ahorn:build] nix --extra-experimental-features 'nix-command flakes' build --no-link`)
    expect(text).toContain('[ahorn:build] error: no script for ahorn\n')
    expect(stderr).toMatch(/^ahorn +failed +build +1 /m)
    expect(stderr).toContain('again: launch ahorn\n')
  })

  test('a host runs as soon as its own script is there', async () => {
    const nix = fakeNix({
      ahorn: host('ahorn', 'web', 'touch "${0%/*}/ahorn-ran"'),
      birke: { ...host('birke', 'web', 'echo ran'), before: 'until [ -e "${0%/*}/ahorn-ran" ]; do sleep 0.02; done' },
    })
    expect((await launch(['ahorn', 'birke'], nix)).code).toBe(0)
  })

  test('a host without the module: an error that says what to do, left out by all', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran'), gast: { info: null } })
    const all = await launch(['all'], nix)
    expect([all.code, all.text]).toEqual([0, '[ahorn] ran\n'])
    expect(all.stderr).toMatch(/^gast +skipped +- +- /m)
    const named = await launch(['gast'], nix)
    expect(named.code).toBe(1)
    expect(named.text).toMatch(/^\[gast:build\] gast does not have the lollypops module: add lollypops.nixosModules.default/)
  })

  test('an interrupt ends them', async () => {
    const nix = fakeNix({ ahorn: { ...host('ahorn', 'web', ''), before: 'echo | tee "$0.here"; sleep 600' } })
    const running = new Launch(['ahorn'], nix)
    await running.until(() => running.alive().includes('sleep 600'))
    running.child.kill('SIGINT')
    const { code, stderr, alive } = await running.end()
    expect([code, alive]).toEqual([130, []])
    expect(stderr).toContain('launch: SIGINT: ending ahorn (build);')
    expect(stderr).toMatch(/^ahorn +interrupted +build +/m)
  })

  test('so does one while hosts are listed', async () => {
    const running = new Launch(['ahorn'], fakeNix({}, 'sleep 600'))
    await running.until(() => running.alive().includes('sleep 600'))
    running.child.kill('SIGINT')
    expect(await running.end()).toMatchObject({ code: 130, alive: [], stderr: 'launch: SIGINT: stopped\n' })
  })

  test('and one while they are evaluated: no other is begun', async () => {
    const hosts = Array.from({ length: 40 }, (_, i) => [`h${i}`, { before: 'sleep 600' }])
    const nix = fakeNix(Object.fromEntries(hosts))
    const running = new Launch(['web'], nix)
    await running.until(() => running.alive().includes('sleep 600'))
    running.child.kill('SIGINT')
    expect(await running.end()).toMatchObject({ code: 130, alive: [], stderr: 'launch: SIGINT: stopped\n' })
    expect(nix.calls().length).toBeLessThan(40)
  })
})

describe('the list', () => {
  const hosts = { ahorn: host('ahorn', 'web'), birke: {}, gast: { info: null } }
  const listed = `\
HOST   ADDRESS            GROUP  TASKS
ahorn  ahorn.example.org  web    check rebuild backup
birke  -                  -      does not evaluate: attribute of birke missing
gast   -                  -      not deployable: it does not import the lollypops module
`

  test('--list', async () => {
    const nix = fakeNix(hosts)
    expect(await launch(['--list'], nix)).toMatchObject({ code: 0, text: listed, stderr: '' })
    expect(builds(nix)).toEqual([])
  })

  test('of some hosts', async () => {
    expect((await launch(['--list', 'ahorn'], fakeNix(hosts))).text).toBe(listed.split('\n').slice(0, 2).join('\n') + '\n')
  })

  test('without arguments: what could be deployed, and how; nothing is', async () => {
    const nix = fakeNix(hosts)
    const { code, text } = await launch([], nix)
    expect(code).toBe(0)
    expect(text).toBe(`${listed}\nlaunch HOST... deploys, launch --help says more\n`)
    expect(builds(nix)).toEqual([])
  })
})
