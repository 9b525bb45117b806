import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guarded, nixpkgs, type System } from '../support/guarded.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'

const on = nixpkgs ? needs('root', 'lab') : describe.skip // npm run test:nixos says why

/** Files of units, as NixOS generates them, and the links that enable them. */
const units = (services: Record<string, string[]>): System =>
  Object.fromEntries(
    Object.entries(services).flatMap(([name, lines]) => [
      [`units/${name}.service`, ['[Unit]', `Description=${name}`, '[Service]', ...lines].join('\n')],
      [`units/multi-user.target.d/${name}.conf`, `[Unit]\nWants=${name}.service`],
    ]),
  )
const app = ['ExecStart=/usr/bin/sleep infinity', 'Environment=V=1']
const gone = ['ExecStart=/usr/bin/sleep infinity']
const fails = ['Type=oneshot', 'ExecStart=/usr/bin/false']

/** What the toy cannot show: units that the real switch-to-configuration stops, starts and restarts itself. */
on('units of a system that is activated by the real switch-to-configuration', () => {
  const lab = useLab('ahorn')
  const { exec, system, becomes, activation: begin, is } = guarded(lab, 'ahorn')
  const boot = 'ln -sfn "$here" /root/boots'
  const old = { runs: 'old', profile: 'old', boots: 'old' }
  let first = ''

  const start = async (services: Record<string, string[]>, texts: System = {}) => {
    const activation = await begin()
    const path = await system('new', { boot, ...units(services), ...texts })
    return { ...activation, path, started: await activation.start(path) }
  }
  const state = (...names: string[]) => exec(`systemctl is-active ${names.join(' ')} || true`)

  beforeAll(async () => {
    first = await system('old', { boot, ...units({ app, gone }) })
  })
  beforeEach(async () => {
    await becomes(first)
    await exec('systemctl reset-failed; systemctl restart app gone; systemctl stop fresh fails 2>/dev/null || true')
  })

  test('that are added, changed and removed: kept with it', async () => {
    const { started, confirm } = await start({ app: [...app, 'Environment=V=2'], fresh: gone })
    expect(started, started.stderr).toMatchObject({ code: 0 })
    expect(await confirm()).toMatchObject({ code: 0 })
    expect(await state('app', 'fresh', 'gone')).toBe('active\nactive\ninactive')
    expect(await exec('systemctl show --property=Environment app')).toContain('V=2')
  })

  test('that are added, changed and removed: undone with it', async () => {
    const { confirm } = await start({ app: [...app, 'Environment=V=2'], fresh: gone })
    expect(await confirm('no')).toMatchObject({ code: 10 })
    expect(await state('app', 'gone', 'fresh')).toBe('active\nactive\ninactive')
    expect(await exec('systemctl show --property=Environment app')).not.toContain('V=2')
    expect(await is()).toEqual(old)
  })

  test('one of which fails (exit 4): rolled back, and named', async () => {
    const { started } = await start({ app, gone, fails })
    expect(started).toMatchObject({
      code: 10,
      stderr: expect.stringContaining('these units failed: fails.service'),
    })
    expect(await is()).toEqual(old)
    expect(await state('app', 'gone')).toBe('active\nactive')
  })

  test('one of which failed before, too (exit 4): kept', async () => {
    await becomes(await system('old', { boot, ...units({ app, gone, fails }) }))
    await exec('systemctl start fails || true')
    const { started, confirm } = await start({ app, gone, fails })
    expect(started, started.stderr).toMatchObject({ code: 0 })
    expect(await confirm()).toMatchObject({ code: 0 })
  })

  test('sshd among them, which does not come up again: rolled back', async () => {
    const activation = 'echo nonsense >/etc/ssh/sshd_config.d/broken.conf; systemctl restart --no-block ssh'
    await becomes(
      await system('old', { boot, ...units({ app, gone }), activation: 'rm -f /etc/ssh/sshd_config.d/broken.conf' }),
    )
    const { outcome, until } = await start({ app, gone }, { activation })
    await until('10')
    await exec('systemctl reset-failed ssh; systemctl start ssh')
    expect(await outcome()).toMatchObject({ code: 10 })
    expect(await is()).toEqual(old)
  })

  test('where somebody else switches back while it waits: nothing is kept, and that is said', async () => {
    const { confirm } = await start({ app, gone, fresh: gone })
    await exec(`${first}/bin/switch-to-configuration test`)
    expect(await confirm()).toMatchObject({ code: 10, stderr: expect.stringContaining('does not run any more') })
    expect(await state('app', 'gone', 'fresh')).toBe('active\nactive\ninactive')
    expect(await is()).toEqual(old)
  })
})
