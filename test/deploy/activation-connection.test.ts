import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { check } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { sentence, type ToyHost, timeouts, toyHosts } from '../support/toy-host.ts'

const window = timeouts['confirm-timeout']

const old = { runs: 'old', boots: 'old' }
const renewed = { runs: 'new', boots: 'new' }

/** A system on a host whose activation takes so many seconds. */
const taking = async ({ toy, built }: ToyHost, seconds: number) =>
  built(await toy('new', { activation: `sleep ${seconds}` }))

/** The guard waits for an answer for so many seconds. */
const waiting = (seconds: number) => ({
  deployment: { 'health-checks': { slow: check({ command: `sleep ${seconds}`, timeout: seconds + 1, tries: 1 }) } },
})

needs('root', 'lab', 'nix')('an activation whose deploy is disturbed', { concurrent: true, timeout: 600_000 }, () => {
  const names = ['ahorn', 'birne', 'porree']
  const lab = useLab(...names)
  const on = toyHosts(lab, ...names)

  test('by a cable that is out for 3 s, is kept', () =>
    on(async (host) => {
      const deploy = host.start(await taking(host, 4))
      await host.until('activating')
      await lab.cut(host.name)
      await sleep(3000)
      await lab.heal(host.name)
      const { code, stderr } = await deploy.ended
      expect(code, stderr).toBe(0)
      expect(await host.state()).toMatchObject(renewed)
    }))

  test('by a cable that is out for longer than anybody waits, is undone, and that is what is said then', () =>
    on(async (host) => {
      const deploy = host.start(await taking(host, 1))
      await host.until('activating')
      await lab.cut(host.name)
      await host.until('10')
      await lab.heal(host.name)
      const end = await deploy.ended
      expect(end.code, end.stderr).toBe(10)
      expect(sentence(end, host.name)).toBe(
        `ahorn rolled back to old: nobody could log in and confirm it within ${window} s.`,
      )
      expect(await host.state()).toMatchObject(old)
    }))

  test('by a cable that stays out, is undone, and the script says that it does not know', () =>
    on(async (host) => {
      const deploy = host.start(await taking(host, 1))
      await host.until('activating')
      await lab.cut(host.name)
      const { code, stderr } = await deploy.ended
      expect(code, stderr).toBe(12)
      expect(stderr).toContain('ahorn cannot be reached, so what it runs is unknown.')
      await host.settled()
      expect(await host.state()).toMatchObject(old)
      expect(await host.exec('readlink /run/lollypops/current/state')).toMatch(
        new RegExp(`^10 rolled back to .*: nobody could log in and confirm it within ${window} s$`),
      )
    }))

  test('by loss of power while it is kept, ends in one of both, and says which', () =>
    on(async (host) => {
      const deploy = host.start(await host.toy('new', { boot: 'sleep 4' }).then(host.built))
      await host.until('keeping')
      await lab.crash(host.name)
      const { code, stderr } = await deploy.ended
      const { runs, boots } = await host.state()
      expect(runs).toBe(boots)
      expect(code, stderr).toBe(runs === 'old' ? 10 : 12)
      expect(stderr).toMatch(/ was restarted meanwhile: see the task status$/m)
    }))

  test('by an sshd that takes no new login is undone, also where ssh shares one of the deployer', () =>
    on(async (host) => {
      const path = ['-o', `ControlPath=/tmp/shared-${process.pid}-%h`]
      const opts = [...path, '-o', 'ControlMaster=auto', '-o', 'ControlPersist=60']
      const source = await host.toy('new', { activation: 'systemctl stop ssh.service' }).then(host.built)
      await lab.run('ssh', [...opts, host.name, 'true'])
      try {
        const { code, stderr } = await host.start(source, { deployment: { ssh: { opts } } }).ended
        expect(code, stderr).toBe(10)
        expect(await host.state()).toMatchObject(old)
      } finally {
        await lab.run('ssh', [...path, '-O', 'exit', host.name])
      }
    }))

  test('by a deployer who sleeps too long: a confirmation that comes too late is none', () =>
    on(async (host) => {
      const deploy = host.start(await taking(host, 1), waiting(1))
      await host.until('waiting')
      deploy.signal('SIGSTOP')
      await host.until('10')
      deploy.signal('SIGCONT')
      const end = await deploy.ended
      expect(end.code, end.stderr).toBe(10)
      expect(sentence(end, host.name)).toMatch(/^ahorn rolled back to old: nobody could log in/)
      expect(await host.state()).toMatchObject(old)
    }))

  test('by another deploy that has begun meanwhile, is told so, and ends nothing of that', () =>
    on(async (host) => {
      const first = host.start(await taking(host, 1), waiting(1))
      await host.until('waiting')
      first.signal('SIGSTOP')
      await host.until('10')
      await host.settled()
      const second = host.start(await host.toy('other', { activation: 'sleep 6' }).then(host.built))
      await host.until('activating')
      first.signal('SIGCONT')
      const { code, stderr } = await first.ended
      expect(code, stderr).toBe(10)
      expect(stderr).toMatch(/rolled back to .*nixos-system-old: nobody could log in/)
      expect(await second.ended).toMatchObject({ code: 0 })
      expect(await host.state()).toMatchObject({ runs: 'other', boots: 'other' })
    }))

  describe('by SIGKILL of the script', () => {
    test.each(['activating', 'waiting'])('while it is %s, is undone', (phase) =>
      on(async (host) => {
        const deploy = host.start(await taking(host, 2), waiting(5))
        await host.until(phase)
        deploy.signal('SIGKILL')
        expect(await deploy.ended).toMatchObject({ signal: 'SIGKILL' })
        await host.until('10')
        await host.settled()
        expect(await host.state()).toMatchObject(old)
      }),
    )

    test('while it is kept, is kept', () =>
      on(async (host) => {
        const deploy = host.start(await host.toy('new', { boot: 'sleep 2' }).then(host.built))
        await host.until('keeping')
        deploy.signal('SIGKILL')
        await host.until('0')
        await host.settled()
        expect(await host.state()).toMatchObject(renewed)
      }))

    test('while it builds, is none', () =>
      on(async (host) => {
        const source = await host.toy('new', { build: 'sleep 5; exit 0' })
        await host.rebuild(source, {}, {}, ['deploy-flake'])
        const deploy = host.start(source, {}, ['build-system', 'activate-system'])
        await vi.waitUntil(async () => (await host.exec('pgrep -fx "sleep 5" || true')) !== '', {
          timeout: 60_000,
          interval: 50,
        })
        deploy.signal('SIGKILL')
        await deploy.ended
        await sleep(6000)
        expect(await host.state()).toMatchObject(old)
        expect(await host.exec('cat /root/activated 2>/dev/null || true')).toBe('')
      }))
  })

  describe('by somebody:', () => {
    test.each([
      ['SIGINT', 'activating'],
      ['SIGINT', 'waiting'],
      ['SIGTERM', 'activating'],
      ['SIGHUP', 'waiting'],
    ] as const)('%s while it is %s is undone', (signal, phase) =>
      on(async (host) => {
        const deploy = host.start(await taking(host, 2), waiting(5))
        await host.until(phase)
        deploy.signal(signal)
        const { code, stderr } = await deploy.ended
        expect(code, stderr).toBe(130)
        expect(stderr).toContain('deploy-ahorn: interrupted in activate-system\n')
        await host.until('10')
        await host.settled()
        expect(await host.exec('readlink /run/lollypops/current/state')).toMatch(/^10 .*: the deploy was interrupted$/)
        expect(await host.state()).toMatchObject(old)
        expect(await host.exec(`pgrep -fa '[l]ollypops/.*/guard' || true`)).toBe('')
      }),
    )

    const answer = (host: ToyHost, word: string) =>
      host.exec(`bash /run/lollypops/current/guard confirm '${word}' || true`)

    test('an answer by hand keeps it', () =>
      on(async (host) => {
        const deploy = host.start(await taking(host, 1), waiting(10))
        await host.until('waiting')
        deploy.signal('SIGKILL')
        await answer(host, '')
        await host.until('0')
        await host.settled()
        expect(await host.state()).toMatchObject(renewed)
      }))

    test('another answer by hand undoes it, and the script tells why', () =>
      on(async (host) => {
        const deploy = host.start(await taking(host, 1), waiting(3))
        await host.until('waiting')
        await answer(host, 'the fans are loud')
        const end = await deploy.ended
        expect(end.code, end.stderr).toBe(10)
        expect(sentence(end, host.name)).toBe('ahorn rolled back to old: the fans are loud.')
        expect(await host.state()).toMatchObject(old)
      }))
  })
})
