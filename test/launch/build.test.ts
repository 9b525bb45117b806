import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { fakeNix, host } from './fake-nix.ts'
import { Launch, launch } from './support.ts'

describe('builds', () => {
  test('one that fails says why, and the others run', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web'), birke: host('birke', 'web', 'echo ran') })
    const { code, text, stderr } = await launch(['ahorn', 'birke'], nix)
    expect(code).toBe(1)
    expect(text).toContain('[birke] ran\n')
    expect(text).toContain(
      `[ahorn:build] nix --extra-experimental-features 'nix-command flakes' build --no-link --json`,
    )
    expect(text).toContain('[ahorn:build] error: no script for ahorn\n')
    expect(stderr).toMatch(/^ahorn +failed +build +1 /m)
    expect(stderr).toContain('again: launch ahorn\n')
  })

  test('leave no folder behind, also when it ends early', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo here; sleep 600'), birke: host('birke', 'web', 'exit 1') })
    const TMPDIR = tempDir()
    const env = { ...nix.env, TMPDIR }
    expect((await launch(['birke'], { env })).code).toBe(1)
    expect((await launch(['birke', '--plan'], { env })).code).toBe(0)
    const running = new Launch(['ahorn', 'birke'], { env })
    await running.says('here')
    expect(readdirSync(TMPDIR)).not.toEqual([])
    running.child.kill('SIGTERM')
    expect((await running.end()).code).toBe(130)
    expect(readdirSync(TMPDIR)).toEqual([])
  })

  test('that cannot be kept fail with the reason', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'exit 1') })
    const { code, text, stderr } = await launch(['ahorn', '--plan'], { env: { ...nix.env, TMPDIR: '/nowhere' } })
    expect([code, JSON.parse(text)]).toMatchObject([
      1,
      {
        jobs: [],
        failed: [{ host: 'ahorn', error: expect.stringContaining('no place to keep what Nix builds: ENOENT') }],
      },
    ])
    expect(stderr).toMatch(/^launch: ahorn is not in the plan: error: no place/)
  })

  test('one that Nix answers strangely fails alone', async () => {
    const nix = fakeNix({
      ahorn: { ...host('ahorn', 'web', ''), before: 'echo strange; exit 0' },
      birke: host('birke', 'web', 'sleep 0.3; echo ran'),
    })
    const { code, text, stderr } = await launch(['ahorn', 'birke'], nix)
    expect(code).toBe(1)
    expect(text).toContain('[birke] ran\n')
    expect(text).toContain('[ahorn:build] error: an answer of Nix that launch cannot read: strange\n')
    expect(stderr).toMatch(/^ahorn +failed +build +0 /m)
  })

  test('a host runs as soon as its own script is there', async () => {
    const nix = fakeNix({
      ahorn: host('ahorn', 'web', 'touch "${0%/*}/ahorn-ran"'),
      birke: { ...host('birke', 'web', 'echo ran'), before: 'until [ -e "${0%/*}/ahorn-ran" ]; do sleep 0.02; done' },
    })
    expect((await launch(['ahorn', 'birke'], nix)).code).toBe(0)
  })

  test.each([
    [[], 2],
    [['--eval-jobs', '1'], 1],
    [['--eval-jobs', '5'], 5],
  ])('at most so many at once: %j', async (options, most) => {
    const before =
      'f="${0%/*}/building"; mkdir -p "$f"; touch "$f/$$"; ls "$f" | wc -l >> "$f.counts"; sleep 0.3; rm "$f/$$"'
    const hosts = Array.from({ length: 6 }, (_, i) => [`h${i}`, { ...host(`h${i}`, 'web', ':'), before }])
    const nix = fakeNix(Object.fromEntries(hosts))
    expect((await launch(['all', ...options], nix)).code).toBe(0)
    const counts = readFileSync(join(nix.env.PATH.split(':')[0]!, 'building.counts'), 'utf8')
      .trim()
      .split('\n')
      .map(Number)
    expect(Math.max(...counts)).toBeLessThanOrEqual(most)
    if (options.length > 0) expect(Math.max(...counts)).toBe(most)
  })

  test('a host without the module: an error that says what to do, left out by all', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran'), gast: { info: null } })
    const all = await launch(['all'], nix)
    expect([all.code, all.text]).toEqual([0, '[ahorn] ran\n'])
    expect(all.stderr).toMatch(/^gast +skipped +- +- /m)
    expect(await launch(['*a*'], nix)).toMatchObject({ code: 0, text: '[ahorn] ran\n' })
    const named = await launch(['gast'], nix)
    expect(named.code).toBe(1)
    expect(named.text).toMatch(
      /^\[gast:build\] gast does not have the lollypops module: add lollypops.nixosModules.default/,
    )
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
