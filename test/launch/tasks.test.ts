import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { assertTasks, headerOf } from '../../src/launch/choose/targets.ts'
import { builds, fakeNix, host } from './fake-nix.ts'
import { header, launch, scripts } from './support.ts'

const HEADER = header('ahorn', ['check', 'greet'])

describe('the header of a script', () => {
  test('is a line of JSON', () => {
    const [path] = scripts({ ahorn: `#\n${HEADER}\nexit 0` })
    expect(headerOf(path!)).toMatchObject({ host: 'ahorn', tasks: ['check', 'greet'], password: false })
  })

  test.each(['exit 0', '# lollypops: nonsense', '# lollypops: {"version":'])('is nothing else: %s', (line) => {
    expect(headerOf(scripts({ ahorn: line })[0]!)).toBeUndefined()
  })

  const approved = new URL('../approved/', import.meta.url).pathname
  const names = readdirSync(approved).filter((name) => name.endsWith('.sh'))
  test.each(names)('is read of the approved script %s', (name) => {
    const path = join(approved, name)
    const header = headerOf(path)!
    const says = (text: RegExp) => text.test(readFileSync(path, 'utf8'))
    expect(header).toMatchObject({ host: 'ahorn', address: expect.stringMatching(/^\S+$/), system: expect.any(String) })
    expect(header.tasks).toEqual(expect.arrayContaining(['check', 'rebuild', 'rollback', 'status']))
    expect(header.tasks.filter((task) => !says(new RegExp(`^# {3}${task} `, 'm')))).toEqual([])
    expect(header.password).toBe(says(/^# +Asks for the password of /m))
  })

  test('of what cannot be read', () => expect(headerOf('/none')).toBeUndefined())
})

describe('an unknown task is refused before anything is built or run', () => {
  test('of a script by path', async () => {
    const [ahorn, birke] = scripts({ ahorn: `${HEADER}\necho ran`, birke: 'echo ran' })
    expect(await launch([birke!, `${ahorn}:check,great`])).toMatchObject({
      code: 2,
      text: '',
      stderr: 'launch: ahorn has no task great: did you mean greet?\n',
    })
    expect(await launch([`${ahorn}:check-vars`, `${birke}:anything`])).toMatchObject({ code: 0 })
  })

  test('of a host that was inspected', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran'), birke: host('birke', 'mail', 'echo ran') })
    const { code, text, stderr } = await launch(['birke', 'web:frobnicate'], nix)
    expect([code, text, builds(nix)]).toEqual([2, '', []])
    expect(stderr).toMatch(
      /^launch: ahorn has no task frobnicate: there are check, deploy-flake, deploy-secrets, rebuild, deploy-late-secrets, build-system, activate-system, activate-profiles, reboot, diff, rollback, generations, status, backup\n$/,
    )
    expect(await launch(['web:backup,check-vars,deploy-secrets'], nix)).toMatchObject({ code: 0 })
  })

  test('of a host by name: asked only where the task is not built in', async () => {
    const nix = fakeNix({ ahorn: host('ahorn', 'web', 'echo ran'), birke: host('birke', 'mail', 'echo ran') })
    expect(await launch(['birke', 'ahorn:chek'], nix)).toMatchObject({
      code: 2,
      text: '',
      stderr: 'launch: ahorn has no task chek: did you mean check?\n',
    })
    expect(nix.calls()).toHaveLength(2)
    expect(builds(nix)).toEqual([])
    expect((await launch(['birke:check', 'ahorn:backup'], nix)).code).toBe(0)
  })

  test.each(['all:chek', 'a*:chek', '{ahorn,birke}:chek', '@prod:chek'])('of many: %s', async (target) => {
    const nix = fakeNix({
      ahorn: host('ahorn', 'web', 'echo ran', ['prod']),
      birke: host('birke', 'mail', 'echo ran'),
    })
    const { code, text, stderr } = await launch([target], nix)
    expect([code, text, stderr]).toEqual([2, '', 'launch: ahorn has no task chek: did you mean check?\n'])
    expect(builds(nix)).toEqual([])
  })

  test('one that nobody knows yet is left to the script', () => {
    assertTasks([{ label: 'ahorn', tasks: ['x'], target: 'ahorn:x', optional: false }])
  })
})

describe('==> TASK', () => {
  const noise = 'echo "==> other"; echo "==> greet"; echo end'

  test.each([
    ['a script by path', `${HEADER}\n${noise}`, ''],
    ['a task that was asked for', noise, ':greet,check'],
  ])('switches the label only to %s', async (_, body, tasks) => {
    const [path] = scripts({ ahorn: body })
    expect((await launch([path + tasks])).text).toBe('[ahorn] ==> other\n[ahorn:greet] ==> greet\n[ahorn:greet] end\n')
  })

  test('of a host: its tasks, also before it was inspected', async () => {
    const known = fakeNix({ ahorn: host('ahorn', 'web', 'echo "==> other"; echo "==> backup"') })
    expect((await launch(['web'], known)).text).toBe('[ahorn] ==> other\n[ahorn:backup] ==> backup\n')
    const built = fakeNix({ ahorn: host('ahorn', 'web', `${HEADER}\n${noise}`) })
    expect((await launch(['ahorn'], built)).text).toContain('[ahorn] ==> other\n[ahorn:greet] ==> greet\n')
  })
})

test('a script that has no first line #! is run by sh', async () => {
  const [path] = scripts({ ahorn: '' })
  writeFileSync(path!, 'echo "ran $*"\n')
  expect(await launch([`${path}:check`])).toMatchObject({ code: 0, text: '[ahorn:check] ran check\n' })
})
