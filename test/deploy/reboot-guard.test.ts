import { beforeAll, expect, test, vi } from 'vitest'
import { bootLoader } from '../support/boot-loader.ts'
import { check } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import type { Toy } from '../support/toy-flake.ts'
import { type Parts, toyHost } from '../support/toy-host.ts'
import { generationEntries } from '../vm/boot-loader.ts'

const build = `mkdir -p $out/etc/systemd/system
touch $out/etc/systemd/system/lollypops-reboot-guard.service`

needs(
  'root',
  'lab',
  'nix',
)('a guarded reboot', () => {
  const lab = useLab('ahorn')
  const { toy, rebuild, state, start, exec } = toyHost(lab)

  const reboot = async (message: string, parts: Toy = {}, checks: Parts['deployment'] = {}) =>
    rebuild(await toy(message, { build, boot: generationEntries, files: { kernel: message }, ...parts }), {
      deployment: { reboot: 'when-needed', 'reboot-timeout': 60, ...checks },
    })
  const runs = async () => {
    const { runs, boots } = await state()
    const rest = await exec('ls -d /root/set-* /nix/var/lollypops-reboot/armed 2>/dev/null || true')
    return { runs, boots, rest }
  }
  const whole = (message: string) => ({ runs: message, boots: message, rest: '' })

  beforeAll(async () => {
    await bootLoader(exec)
    const first = await reboot('begin')
    expect(first.code, first.stderr).toBe(0)
    expect(first.stderr).toMatch(/^ahorn reboots unguarded: \S+-first lacks the unit lollypops-reboot-guard\.$/m)
    expect(await runs()).toEqual(whole('begin'))
  })

  test('is kept by a login', async () => {
    const { code, stderr } = await reboot('good')
    expect(code, stderr).toBe(0)
    expect(stderr).not.toContain('unguarded')
    expect(await runs()).toEqual(whole('good'))
  })

  test('ends with 10 where the new system does not come up', async () => {
    const { runs: old } = await runs()
    const { code, stderr, said } = await reboot('panics', {
      activation: `systemd-run --quiet sh -c 'until [ -e /root/set-oneshot ]; do sleep 0.01; done; rm /root/set-oneshot'\n`,
    })
    expect(code, stderr).toBe(10)
    expect(said).toBe(`ahorn rolled back to ${old}: it did not come up.`)
    expect(await runs()).toEqual(whole(old))
  })

  test('ends with 10 where a health check fails after it', async () => {
    const { runs: old } = await runs()
    const onlyBefore = '[[ ! /run/booted-system -ef /run/current-system ]]'
    const { code, stderr, said } = await reboot(
      'unwell',
      {},
      { 'health-checks': { disk: check({ 'host-command': onlyBefore, tries: 1 }) } },
    )
    expect(code, stderr).toBe(10)
    expect(said).toBe(`ahorn rolled back to ${old}: these health checks failed: disk.`)
    expect(await runs()).toEqual(whole(old))
  })

  test('whose run was lost is confirmed by the next one', async () => {
    const source = await toy('lost', { build, boot: generationEntries, files: { kernel: 'lost' } })
    const parts: Parts = { deployment: { reboot: 'when-needed', rollback: { 'activation-timeout': 60 } } }
    const { code } = await rebuild(source, parts, {}, ['deploy-flake', 'build-system', 'activate-system'])
    expect(code).toBe(0)
    const run = start(source, parts, ['reboot'])
    await vi.waitUntil(() => exec('ls /nix/var/lollypops-reboot/armed').catch(() => ''), { timeout: 60_000 })
    run.signal('SIGKILL')
    await run.ended
    await lab.reboot('ahorn')
    expect(await runs()).toMatchObject({ runs: 'lost', rest: expect.stringContaining('armed') })
    const again = await rebuild(source, parts)
    expect(again.code, again.stderr).toBe(0)
    expect(await runs()).toEqual(whole('lost'))
  })
})
