import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test, vi } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { toyHost } from '../support/toy-host.ts'

needs(
  'root',
  'lab',
  'nix',
)('one activation at a time:', () => {
  const lab = useLab('ahorn')
  const { toy, built, start, until, settled, reset, exec, state } = toyHost(lab)
  beforeEach(async () => void (await reset()))

  const slow = () => toy('slow', { activation: 'sleep 4' }).then(built)
  const other = (activation = '') => toy('other', { activation }).then(built)

  test('the second says who is at it, since when and how far, and changes nothing', async () => {
    const [first, second] = [start(await slow()), await other()]
    await until('activating')
    const { code, stderr } = await start(second).ended
    expect(code, stderr).toBe(11)
    expect(stderr).toMatch(
      /^ahorn was not changed: another deploy is running, by root@\S+ since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, activating: systemctl status lollypops-activate$/m,
    )
    expect(await first.ended).toMatchObject({ code: 0 })
    expect(await state()).toMatchObject({ runs: 'slow', boots: 'slow' })
  })

  test('with --wait the second comes after the first', async () => {
    const [first, second] = [start(await slow()), await other()]
    await until('activating')
    const after = start(second, {}, ['--wait', 'activate-system'])
    const ends: string[] = []
    void first.ended.then(() => ends.push('first'))
    void after.ended.then(() => ends.push('second'))
    expect(await first.ended).toMatchObject({ code: 0 })
    expect(await after.ended).toMatchObject({ code: 0 })
    expect(ends).toEqual(['first', 'second'])
    expect(await state()).toMatchObject({ runs: 'other', boots: 'other' })
    expect(await exec('cat /root/activated')).toBe('test slow\nboot slow\ntest other\nboot other')
  })

  test.each(['SIGINT', 'SIGKILL'] as const)(
    'one that waits, and is ended by %s, begins nothing later',
    async (signal) => {
      const [first, second] = [start(await slow()), await other()]
      await until('activating')
      const waiting = start(second, {}, ['--wait', 'activate-system'])
      await sleep(2500)
      waiting.signal(signal)
      const { code, stderr } = await waiting.ended
      expect({ code, stderr }).toMatchObject({
        code: signal === 'SIGINT' ? 130 : null,
        stderr: expect.stringMatching(/^ahorn: waiting, another deploy is running, by root@/),
      })
      expect(await first.ended).toMatchObject({ code: 0 })
      await sleep(4000)
      expect(await exec('cat /root/activated')).toBe('test slow\nboot slow')
    },
  )

  test('one that waits, and loses its connection, begins once', async () => {
    const [first, second] = [start(await slow()), await other()]
    await until('activating')
    const waiting = start(second, {}, ['--wait', 'activate-system'])
    await sleep(2500)
    await exec(`pkill -KILL -f '^sshd(-session)?: root'`)
    const ended = await first.ended
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 })
    expect(await waiting.ended).toMatchObject({ code: 0 })
    expect(await exec('cat /root/activated')).toBe('test slow\nboot slow\ntest other\nboot other')
  })

  test('one that is slow to look is told how itself ended, not the next one', async () => {
    const first = start(await toy('slow', { boot: 'sleep 2' }).then(built))
    const second = await other('exit 1')
    await until('keeping')
    await exec(`pkill -STOP -f 'lollypops/.*/guard confirm'`)
    const { code, stderr } = await start(second, {}, ['--wait', 'activate-system']).ended
    expect(code, stderr).toBe(10)
    await exec(`pkill -CONT -f 'lollypops/.*/guard confirm'`)
    expect(await first.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ahorn runs .*-slow.$/m) })
    expect(await state()).toMatchObject({ runs: 'slow', boots: 'slow' })
  })

  test('of two that begin together one is kept, whole, and the other one is refused', async () => {
    const sources = [await slow(), await other('sleep 4')]
    const ends = await Promise.all(sources.map((source) => start(source).ended))
    expect(ends.map(({ code }) => code).sort(), JSON.stringify(ends)).toEqual([0, 11])
    const { runs, boots } = await state()
    expect({ runs, boots }).toEqual(
      ends[0]!.code === 0 ? { runs: 'slow', boots: 'slow' } : { runs: 'other', boots: 'other' },
    )
  })

  test('one whose script was killed is over when its host has gone back', async () => {
    const first = start(await slow())
    await until('activating')
    first.signal('SIGKILL')
    const { code, stdout, stderr } = await start(await other(), {}, ['--wait', 'activate-system']).ended
    expect(code, stdout + stderr).toBe(0)
    expect(await state()).toMatchObject({ runs: 'other', boots: 'other' })
    expect(await exec('cat /root/activated')).toBe('test slow\ntest old\ntest other\nboot other')
  })

  test('one whose unit was killed is over at once', async () => {
    const first = start(await slow())
    await until('activating')
    await exec('systemctl kill --signal=KILL lollypops-activate')
    expect(await first.ended).toMatchObject({ code: 10 })
    await settled()
    expect(await start(await other()).ended).toMatchObject({ code: 0 })
  })

  test('an activation of somebody else, left behind, is named', async () => {
    const source = await other()
    await exec(`mkdir -p /run/nixos
      systemd-run --quiet --unit=toy-left flock /run/nixos/switch-to-configuration.lock bash -c 'exec -a switch-to-configuration sleep 1000'`)
    await vi.waitUntil(
      async () => (await exec('flock --nonblock /run/nixos/switch-to-configuration.lock true || echo held')) === 'held',
    )
    try {
      const { code, stderr } = await start(source).ended
      expect(code, stderr).toBe(11)
      expect(stderr).toMatch(
        /^ahorn was not changed: another activation is running: +\d+ \w{3} \w{3} .* switch-to-configuration.*$/m,
      )
      expect(await state()).toMatchObject({ runs: 'old', boots: 'old' })
      const waiting = start(source, {}, ['--wait', 'activate-system'])
      await exec('systemctl stop toy-left')
      expect(await waiting.ended).toMatchObject({ code: 0 })
    } finally {
      await exec('systemctl stop toy-left; rm -rf /run/nixos')
    }
  })

  test('a lock file that nobody holds is does not matter', async () => {
    await exec('mkdir -p /run/nixos && touch /run/nixos/switch-to-configuration.lock')
    expect(await start(await other()).ended).toMatchObject({ code: 0 })
    await exec('rm -r /run/nixos')
  })
})
