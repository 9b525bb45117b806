import { beforeEach, describe, expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { toyHost } from '../support/toy-host.ts'

needs(
  'root',
  'lab',
  'nix',
)('rebuild', () => {
  const lab = useLab('ahorn')
  const { toy, rebuild, reset, exec, state, built } = toyHost(lab)
  beforeEach(async () => void (await reset()))
  const action = (word: string) => ({ env: { REBUILD_ACTION: word } })
  const calls = () => exec('cat /root/activated 2>/dev/null || true')

  test('that goes well leaves nothing but the new system', async () => {
    const { code, stderr } = await rebuild(await toy('new'))
    expect(code, stderr).toBe(0)
    expect(await calls()).toBe('test new\nboot new')
    expect(await exec('ls -d /nix/var/nix/gcroots/lollypops-{old,new} 2>/dev/null || true')).toBe('')
    expect(await exec(`find /nix/var/nix/gcroots -name 'lollypops-*' -exec readlink -f {} + | sort -u`)).toBe(
      await exec('readlink -f /run/current-system'),
    )
    expect(
      await exec(`systemctl list-units --all --plain --no-legend 'lollypops*'; systemctl --failed --plain --no-legend`),
    ).toBe('')
    expect(await exec(`pgrep -fa '[l]ollypops' || true`)).toBe('')
  })

  test('that goes back leaves what was there before, but for /run/lollypops', async () => {
    const source = await built(await toy('new', { activation: 'exit 7' }))
    await rebuild(source, {}, {}, ['activate-system'])
    await reset()
    const before = await snapshot(lab, 'ahorn')
    const links = await exec('ls /nix/var/nix/gcroots')
    const { code } = await rebuild(source, {}, {}, ['deploy-flake', 'rebuild'])
    expect(code).toBe(10)
    await exec('rm /root/begun /root/activated')
    const left = changes(before, await snapshot(lab, 'ahorn')).filter((line) => !/^. \/run\/lollypops\//.test(line))
    expect(left.filter((line) => !line.includes('/nix/var/nix/gcroots/lollypops-'))).toEqual([])
    expect(await exec('ls -d /nix/var/nix/gcroots/lollypops-{old,new} 2>/dev/null || true'), links).toBe('')
  })

  test('whose system does not build activates nothing, and says so', async () => {
    const { code, stderr, runs, boots } = await rebuild(await toy('new', { build: 'echo no such package; exit 3' }))
    expect({ code, runs, boots }).toEqual({ code: 11, runs: 'old', boots: 'old' })
    expect(stderr).toContain('Nothing was activated: ahorn runs what it ran before.')
    expect(await calls()).toBe('')
  })

  test('without build-system says that first, and that the old one runs', async () => {
    const { code, stderr, runs } = await rebuild(await toy('new'), {}, {}, ['activate-system'])
    expect({ code, runs }).toEqual({ code: 11, runs: 'old' })
    expect(stderr).toMatch(/^ahorn was not changed: there is no \/nix\/var\/nix\/gcroots\/lollypops-\w+$/m)
  })

  test('passes NIXOS_NO_CHECK and --install-bootloader on', async () => {
    const activation = 'env | grep ^NIXOS_ | sort >/root/environment'
    const source = await toy('new', { checks: 'exit 1', activation })
    expect(await rebuild(source)).toMatchObject({ code: 11, runs: 'old' })
    const args = ['--install-bootloader', 'deploy-flake', 'rebuild']
    const { code, stderr } = await rebuild(source, {}, { env: { NIXOS_NO_CHECK: '1' } }, args)
    expect(code, stderr).toBe(0)
    expect(await exec('cat /root/environment; rm /root/environment')).toBe(
      'NIXOS_ACTION=test\nNIXOS_INSTALL_BOOTLOADER=1\nNIXOS_NO_CHECK=1',
    )
  })

  test('test: it runs, but is not what boots', async () => {
    const { code, runs, boots } = await rebuild(await toy('new'), {}, action('test'))
    expect({ code, runs, boots }).toEqual({ code: 0, runs: 'new', boots: 'old' })
    expect(await calls()).toBe('test new')
    await lab.reboot('ahorn')
    expect(await state()).toMatchObject({ runs: 'old', boots: 'old' })
  })

  test('test: undone like a switch', async () => {
    const { code, runs, boots } = await rebuild(
      await toy('new', { activation: 'systemctl stop ssh' }),
      {},
      action('test'),
    )
    expect({ code, runs, boots }).toEqual({ code: 10, runs: 'old', boots: 'old' })
  })

  test('goes back to what ran, not to what would have booted', async () => {
    await rebuild(await toy('tested'), {}, action('test'))
    const { code, runs, boots, said } = await rebuild(await toy('new', { activation: 'exit 7' }))
    expect({ code, runs, boots, said }).toEqual({
      code: 10,
      runs: 'tested',
      boots: 'old',
      said: 'ahorn rolled back to tested: activation ended with exit code 7.',
    })
  })

  test('boot: it boots, but does not run yet', async () => {
    const { code, runs, boots } = await rebuild(await toy('new', { activation: 'exit 7' }), {}, action('boot'))
    expect({ code, runs, boots, calls: await calls() }).toEqual({
      code: 0,
      runs: 'old',
      boots: 'new',
      calls: 'boot new',
    })
    await lab.crash('ahorn')
    expect((await state()).runs).toBe('new')
  })

  test.each([
    ['dry-activate', 'dry-activate new'],
    ['build', ''],
    ['dry-build', ''],
  ])('%s changes nothing', async (word, called) => {
    const source = await toy('new', { activation: 'exit 7', boot: 'exit 7' })
    const { code, runs, boots, stdout } = await rebuild(source, {}, action(word))
    expect({ code, runs, boots, calls: await calls() }, stdout).toEqual({
      code: 0,
      runs: 'old',
      boots: 'old',
      calls: called,
    })
    expect(await exec('ls /nix/var/nix/gcroots | grep lollypops-old || true')).toBe('')
  })

  describe('with rollback.enable = false', () => {
    const plain = { deployment: { rollback: { enable: false } } }

    test('is plain', async () => {
      const { code, runs, boots } = await rebuild(await toy('new'), plain)
      expect({ code, runs, boots, calls: await calls() }).toEqual({
        code: 0,
        runs: 'new',
        boots: 'new',
        calls: 'switch new',
      })
    })

    test('keeps what is broken', async () => {
      const { code, stderr, runs, boots } = await rebuild(await toy('new', { activation: 'exit 7' }), plain)
      expect({ code, runs, boots }).toEqual({ code: 1, runs: 'new', boots: 'new' })
      expect(stderr).toContain('deploy-ahorn: rebuild failed (exit code 7), in line')
    })
  })

  test('goes back with units whose names are escaped', async () => {
    const unit = String.raw`toy-a\\x2db.service`
    await exec(
      `printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/true\\n' >/etc/systemd/system/${unit}; systemctl daemon-reload; systemctl start ${unit}`,
    )
    const { services } = await state()
    const { code, services: after } = await rebuild(await toy('new', { activation: `systemctl stop ${unit}; exit 1` }))
    expect(code).toBe(10)
    expect(after).toEqual(services)
    expect(services.join()).toContain(String.raw`toy-a\x2db.service`)
  })
})
