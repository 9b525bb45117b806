import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { builds, fakeNix, host } from './fake-nix.ts'
import { executable, header, Launch, launch } from './support.ts'

const planOf = ({ text }: { text: string }) =>
  JSON.parse(text) as { version: number; jobs: { host: string; command: string }[]; failed: unknown[] }

test('says which scripts to run, with which tasks, in which wave; and runs none', async () => {
  const nix = fakeNix({
    ahorn: host('ahorn', 'web', `${header('ahorn', ['check'], { system: 'aarch64-linux', tags: ['prod'] })}\nexit 1`),
    birke: host('birke', 'web', 'exit 1'),
  })
  const script = executable(join(tempDir(), "it's a script"), 'exit 1')
  const result = await launch(['--plan', 'web:check', `${script}:a,b`, '--wave', '1,2', '-n'], nix)
  expect([result.code, result.stderr]).toEqual([0, ''])
  const built = (name: string) => expect.stringMatching(new RegExp(`-deploy-${name}$`))
  const job = (name: string, wave: number) => ({
    host: name,
    wave,
    target: `${name}:check`,
    tasks: ['check'],
    script: built(name),
    drv: expect.stringMatching(/\.drv$/),
    ...(name === 'ahorn'
      ? { system: 'aarch64-linux', address: 'root@ahorn', tags: ['prod'] }
      : { system: null, address: null, tags: null }),
    arguments: ['--dry-run', 'check'],
    command: expect.stringMatching(new RegExp(`-deploy-${name} --dry-run check$`)),
    asksPassword: false,
  })
  expect(planOf(result)).toEqual({
    version: 2,
    jobs: [
      job('ahorn', 1),
      job('birke', 2),
      {
        host: "it's a script",
        wave: 2,
        target: `${script}:a,b`,
        tasks: ['a', 'b'],
        script,
        drv: null,
        system: null,
        address: null,
        tags: null,
        arguments: ['--dry-run', 'a', 'b'],
        command: `"${script}" --dry-run a b`,
        asksPassword: false,
      },
    ],
    failed: [],
  })
})

test('a host without a script is told apart, with what Nix said of it; one that all may leave out is left out', async () => {
  const nix = fakeNix({ ahorn: host('ahorn', 'web', ':'), birke: host('birke', 'web'), gast: { info: null } })
  const result = await launch(['--plan', 'all'], nix)
  expect(result.code).toBe(1)
  expect(planOf(result).jobs.map(({ host }) => host)).toEqual(['ahorn'])
  expect(planOf(result).failed).toEqual([{ host: 'birke', error: 'no script for birke' }])
  expect(result.stderr).toContain('launch: birke is not in the plan: nix ')
})

test('so is one that may have the tag that was asked for', async () => {
  const result = await launch(['--plan', '@prod'], fakeNix({ ahorn: host('ahorn', 'web', ':', ['prod']), birke: {} }))
  expect([result.code, planOf(result).jobs.length]).toEqual([1, 1])
  expect(planOf(result).failed).toEqual([{ host: 'birke', error: expect.stringContaining('does not evaluate') }])
})

test.each([
  [['--plan'], '--plan takes targets, such as all'],
  [['--plan', 'web:chek'], 'ahorn has no task chek: did you mean check?'],
])('%j is refused', async (args, message) => {
  const nix = fakeNix({ ahorn: host('ahorn', 'web', ':') })
  expect(await launch(args, nix)).toMatchObject({ code: 2, text: '', stderr: `launch: ${message}\n` })
  expect(builds(nix)).toEqual([])
})

test('a task that the script turns out not to have is refused', async () => {
  const script = header('ahorn', ['check'])
  expect(await launch(['--plan', 'ahorn:chek'], fakeNix({ ahorn: host('ahorn', 'web', script) }))).toMatchObject({
    code: 2,
    text: '',
    stderr: 'launch: ahorn has no task chek: did you mean check?\n',
  })
})

test('an interrupt ends it, without half a plan', async () => {
  const nix = fakeNix({ ahorn: { ...host('ahorn', 'web', ':'), before: 'sleep 600' } })
  const running = new Launch(['--plan', 'ahorn'], nix)
  await running.until(() => running.alive().includes('sleep 600'))
  running.child.kill('SIGINT')
  expect(await running.end()).toMatchObject({ code: 130, alive: [], text: '', stderr: 'launch: SIGINT: stopped\n' })
})
