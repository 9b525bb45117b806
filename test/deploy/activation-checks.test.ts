import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { check } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { tempDir } from '../support/temp.ts'
import { type Parts, toyHosts } from '../support/toy-host.ts'

type Checks = NonNullable<NonNullable<Parts['deployment']>['health-checks']>
type Check = Parameters<typeof check>[0]

needs('root', 'lab', 'nix')('a health check', { concurrent: true, timeout: 600_000 }, () => {
  const names = ['ahorn', 'birne']
  const lab = useLab(...names)
  const on = toyHosts(lab, ...names)
  const checks = (of: Record<string, Check>): Parts => ({
    deployment: {
      'health-checks': Object.fromEntries(Object.entries(of).map(([name, each]) => [name, check(each)])) as Checks,
    },
  })

  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url!
    asked.push(path)
    const times = asked.filter((each) => each === path).length
    const status = path === '/moved' ? 302 : path.startsWith('/third') && times >= 3 ? 200 : 500
    response.writeHead(status, { location: '/broken' }).end()
  })
  let address = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  const counter = () => `${tempDir()}/tries`
  const third = (file: string) => `echo >>${file}; test $(wc -l <${file}) -ge 3`
  const starting = (when: string) => `
    printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/true\\n' >/run/systemd/system/toy-new-late.service
    systemctl daemon-reload
    ${when}`
  /** In a unit of its own, for what an activation leaves in its own is ended with it. */
  const later = starting(
    'systemd-run --quiet --collect --on-active=2 --timer-property=AccuracySec=100ms systemctl start toy-new-late.service',
  )

  test.each<[string, (at: string) => Check, string?]>([
    ['a command here', () => ({ command: third(counter()) })],
    ['a command there', () => ({ 'host-command': `${third('/root/tries')} && rm /root/tries` })],
    ['a url', () => ({ url: `${address}/third?${Math.random()}` })],
    ['a url that leads elsewhere', () => ({ url: `${address}/moved` })],
    ['a unit', () => ({ unit: 'toy-new-late.service', tries: 20 }), later],
  ])('%s that is well after some tries keeps the new system', (_, of, activation = '') =>
    on(async ({ toy, rebuild }) => {
      const { code, runs, boots, stdout, stderr } = await rebuild(
        await toy('new', { activation }),
        checks({ it: of('') }),
      )
      expect({ code, runs, boots }, stdout + stderr).toEqual({ code: 0, runs: 'new', boots: 'new' })
    }),
  )

  test.each<[string, () => Check, string?]>([
    ['a command here', () => ({ command: 'false' })],
    ['a command here, in the middle', () => ({ command: 'false; true' })],
    ['a command here, in a pipe', () => ({ command: 'false | cat' })],
    ['a command here that hangs', () => ({ command: 'sleep 1000', timeout: 1, tries: 2 })],
    ['a command there', () => ({ 'host-command': 'echo it is broken; false' })],
    ['a command there that hangs', () => ({ 'host-command': 'sleep 1000', timeout: 1, tries: 2 })],
    ['a url', () => ({ url: `${address}/broken` })],
    ['a url where nobody listens', () => ({ url: 'http://127.0.0.1:1/' })],
    ['a unit', () => ({ unit: 'toy-new-late.service' }), starting('')],
    ['a unit that there is not', () => ({ unit: 'no-such.service' })],
  ])('%s that is not well undoes the new system, and is named', (_, of, activation = '') =>
    on(async ({ toy, rebuild, exec }) => {
      const outcome = await rebuild(
        await toy('new', { activation }),
        checks({ "it's a check": of(), another: { 'host-command': 'true' } }),
      )
      const { code, runs, boots, said, stdout, stderr } = outcome
      expect({ code, runs, boots }, stdout + stderr).toEqual({ code: 10, runs: 'old', boots: 'old' })
      expect(said).toContain('ahorn rolled back to old: ')
      expect(said).toContain("it's a check")
      expect(said).not.toContain('another')
      expect(await exec('cat /root/activated')).toBe('test new\ntest old')
    }),
  )

  test('is tried as often as it says, no more', () =>
    on(async ({ toy, rebuild }) => {
      const path = `/tries?${Math.random()}`
      expect((await rebuild(await toy('new'), checks({ it: { url: address + path, tries: 4 } }))).code).toBe(10)
      expect(asked.filter((each) => each === path)).toHaveLength(4)
    }))

  test('is tried no more once the host has rolled back', () =>
    on(async ({ toy, rebuild, exec }) => {
      const stopping = 'echo >>/root/tries; systemctl stop lollypops-activate; false'
      const parts = checks({ it: { 'host-command': stopping, tries: 1000 } })
      const { code, said } = await rebuild(await toy('new'), parts)
      expect({ code, said }).toEqual({ code: 10, said: 'ahorn rolled back to old: its unit was killed.' })
      expect(await exec('wc -l </root/tries; rm /root/tries')).toBe('1')
    }))

  test('sees the new system running and the old one as the one to boot', () =>
    on(async ({ toy, rebuild }) => {
      const saying = { 'host-command': 'cat /run/current-system/message /nix/var/nix/profiles/system/message' }
      expect((await rebuild(await toy('new'), checks({ it: saying }))).stdout).toContain('\nnew\nold\n')
    }))

  test('that fails leaves none of the others out, and all are named', () =>
    on(async ({ toy, rebuild }) => {
      const { said, stdout } = await rebuild(
        await toy('new'),
        checks({ a: { command: 'false' }, b: { command: 'echo b was asked' }, c: { command: 'false' } }),
      )
      expect(stdout).toContain('b was asked')
      expect(said).toMatch(/^ahorn rolled back to old: .*\ba, c\b/)
    }))

  test('runs as root on the host, also with sudo', () =>
    on(async ({ toy, rebuild }) => {
      const { deployment } = checks({ it: { 'host-command': 'test $(id -u) = 0' } })
      const { code, stderr } = await rebuild(await toy('new'), {
        deployment: { ...deployment, ssh: { user: 'deploy' }, sudo: { enable: true } },
      })
      expect(code, stderr).toBe(0)
    }))

  test('without rollback fails the task, and names what is not well', () =>
    on(async ({ toy, rebuild }) => {
      const { deployment } = checks({ well: { command: 'true' }, ill: { command: 'false' } })
      const { code, runs, boots, stderr } = await rebuild(await toy('new'), {
        deployment: { ...deployment, rollback: { enable: false } },
      })
      expect({ code, runs, boots }).toEqual({ code: 1, runs: 'new', boots: 'new' })
      expect(stderr).toContain('ahorn runs it, but these health checks failed: ill. To go back: rollback\n')
    }))
})
