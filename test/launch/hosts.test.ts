import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builds, fails, fakeNix, host } from './fake-nix.ts'
import { Launch, launch, scripts } from './support.ts'

const NAMES = 'eval --json --apply builtins.attrNames .#launch.hosts'
const fleet = () =>
  fakeNix({
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
    expect(nix.calls().slice(1).sort()).toEqual([
      'build --no-link --json --print-build-logs .#deploy-ahorn',
      'build --no-link --json --print-build-logs .#deploy-birke',
    ])
  })

  test('all names each and asks for no more', async () => {
    const nix = fleet()
    expect((await launch(['all:check', '-n'], nix)).text.match(/ran --dry-run check/g)).toHaveLength(3)
    expect(nix.calls()).toHaveLength(4)
  })

  test.each([
    [
      ['--flake', 'github:me/hosts'],
      undefined,
      'build --no-link --json --print-build-logs github:me/hosts#deploy-ahorn',
    ],
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
    expect(stderr).toContain('birke is unknown in evaluate, exit code 1\n  does not evaluate')
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
  expect(all.text.split('\n').sort()).toEqual([
    '',
    `[${shown}:build] error: Nix cannot address ${JSON.stringify(`deploy-${name}`)}: rename the host`,
    '[ahorn] ran',
  ])
  expect(all.stderr).toContain(`\n${shown}    failed  build  -`)
  expect((await launch(['--list'], nix)).text).toContain(
    `does not evaluate: Nix cannot address ${JSON.stringify(name)}: rename the host\n`,
  )
  expect(nix.calls().join('\n')).not.toContain(name)
})

/** Whether a process waits for something on its standard input. */
const reads = (pid: number) =>
  readdirSync(`/proc/${pid}/fdinfo`).some((fd) => {
    try {
      return /^tfd:\s+0\s/m.test(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))
    } catch {
      return false // closed meanwhile
    }
  })

const tagged = () =>
  fakeNix({
    ahorn: host('ahorn', 'web', 'echo "ran $*"', ['prod', 'prod-eu']),
    birke: host('birke', 'mail', 'echo "ran $*"', ['prod-us']),
    porree: host('porree', 'web', 'echo "ran $*"', ['test']),
  })
const ran = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(1, line.indexOf(']')))
    .sort()

describe('tags and globs', () => {
  test.each([
    [['@prod'], ['ahorn']],
    [['@prod-*:check'], ['ahorn:check', 'birke:check']],
    [
      ['@test', '@prod'],
      ['ahorn', 'porree'],
    ],
    [
      ['?{h,i}*:check', 'porree'],
      ['ahorn:check', 'birke:check', 'porree'],
    ],
  ])('%j', async (words, hosts) => {
    const { code, text, stderr } = await launch(words, tagged())
    expect([code, ran(text)], stderr).toEqual([0, hosts])
  })

  test('a glob of hosts evaluates no other', async () => {
    const nix = tagged()
    await launch(['*r*e', '-n'], nix)
    expect(nix.calls().sort()).toEqual([
      'build --no-link --json --print-build-logs .#deploy-birke',
      'build --no-link --json --print-build-logs .#deploy-porree',
      NAMES,
    ])
  })

  test('a host that does not evaluate may have the tag: it is named, and the others run', async () => {
    const { code, text, stderr } = await launch(
      ['@prod'],
      fakeNix({ ahorn: host('ahorn', 'web', 'echo ran', ['prod']), birke: {} }),
    )
    expect([code, text]).toEqual([1, '[ahorn] ran\n'])
    expect(stderr).toMatch(/^birke +unknown +evaluate +1 /m)
  })
})

describe('--except', () => {
  test.each([
    [
      ['all', '--except', 'birke'],
      ['ahorn', 'porree'],
    ],
    [['all', '--except', '@prod*', '--except', 'nothing-*'], undefined],
    [['all:check', '--except', '@prod*'], ['porree:check']],
    [['web', '--except', 'a*'], ['porree']],
    [['all', '--except=web', 'birke:check'], ['birke']],
  ])('%j', async (words, hosts) => {
    const { code, text, stderr } = await launch(words, tagged())
    if (hosts) expect([code, ran(text)], stderr).toEqual([0, hosts])
    else
      expect([code, text, stderr]).toEqual([
        2,
        '',
        "launch: no host matches 'nothing-*': launch --list shows what there is\n",
      ])
  })

  test('scripts, too', async () => {
    const [a, b] = scripts({ ahorn: 'echo ran', birke: 'echo ran' })
    expect(ran((await launch([a!, b!, '--except', `${a!.replace('deploy-', './deploy-')}`])).text)).toEqual(['birke'])
  })

  test('a host by name needs no evaluation, and one that does not evaluate and is left out is not missed', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran', ['prod']), birke: {} })
    expect(await launch(['all', '--except', 'birke'], nix)).toMatchObject({ code: 0, text: '[ahorn] ran\n' })
    expect(nix.calls()).toHaveLength(2)
    expect(await launch(['@prod', '--except', 'birke'], nix)).toMatchObject({ code: 0, text: '[ahorn] ran\n' })
  })

  test('one that does not evaluate and was not asked for is nobody’s business', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran'), birke: {}, porree: host('porree', 'mail') })
    expect(await launch(['ahorn', '--except', 'mail'], nix)).toMatchObject({ code: 0, text: '[ahorn] ran\n' })
  })

  test('that leaves nothing is an error', async () => {
    const { code, stderr } = await launch(['web:check', '--except', 'all'], tagged())
    expect([code, stderr]).toEqual([2, 'launch: there is nothing to deploy: --except leaves out all of web:check\n'])
  })
})

describe('- takes targets from standard input', () => {
  const piped = (input: string, args: string[]) => launch(args, { ...tagged(), shell: `printf -- '${input}' | "$@"` })

  test.each([
    ['ahorn\\nbirke:check\\n', ['-'], ['ahorn', 'birke:check']],
    ['  @test \\t\\r\\n\\n', ['-', 'ahorn'], ['ahorn', 'porree']],
    ['all', ['--except', 'ahorn', '-'], ['birke', 'porree']],
    ['ahorn\\0birke\\0', ['-'], ['ahorn', 'birke']],
  ])('%j %j', async (input, args, hosts) => {
    const { code, text, stderr } = await piped(input, args)
    expect([code, ran(text)], stderr).toEqual([0, hosts])
  })

  test.each([
    ['\\n', '- takes targets from standard input, and there are none'],
    ['ahrn', 'no host or group is called ahrn: did you mean ahorn?'],
    ['--flake', 'no host or group is called --flake: launch --list shows what there is'],
  ])('%j is an error', async (input, message) => {
    expect(await piped(input, ['-'])).toMatchObject({ code: 2, text: '', stderr: `launch: ${message}\n` })
  })

  test('an interrupt does not wait for its end', async () => {
    const running = new Launch(['-'], tagged())
    await running.until(() => reads(running.child.pid!))
    running.child.kill('SIGINT')
    expect(await running.end()).toMatchObject({ code: 130, stderr: 'launch: SIGINT: stopped\n' })
  })
})

test('what follows -- goes to each call of Nix, and to the command that deploys again', async () => {
  const nix = fakeNix({ ahorn: host('ahorn', 'web', 'exit 1') })
  const { stderr } = await launch(['ahorn', '-n', '--', '--option', 'cores', '2'], nix)
  expect(nix.calls()).toEqual([
    `${NAMES} --option cores 2`,
    'build --no-link --json --print-build-logs .#deploy-ahorn --option cores 2',
  ])
  expect(stderr).toContain('again: launch --dry-run ahorn -- --option cores 2\n')
})

describe('what is not there', () => {
  test.each([
    ['ahron', 'ahorn'],
    ['wbe', 'web'],
  ])('%s: did you mean %s?', async (word, meant) => {
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
    expect(stderr).toContain('nix cannot be started')
  })

  test.each(['a"b', '${x}', 'x; id', '--flake', "a'b", 'a.b'])('the word %j reaches no expression', async (word) => {
    const nix = fleet()
    expect((await launch([word], nix)).code).toBe(2)
    expect(nix.calls().join()).not.toContain(word)
  })
})
