import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { tempDir } from '../support/temp.ts'
import { toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('an interrupted deploy', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy, write } = deployer(lab, nix)
  let source = ''

  beforeAll(async () => {
    source = await toyFlake(nix, 'slow', { build: 'sleep 1234' })
    expect((await deploy(withFlake(host(), source), ['deploy-flake'])).code).toBe(0)
  })

  const asUser = (user: string) =>
    withFlake(host({ deployment: { ssh: { user }, sudo: { enable: user !== 'root' } } }), source)
  const processes = (pattern: string) => lab.exec('ahorn', `pgrep -f '${pattern}' || true`)

  function start(path: string, ...tasks: string[]): { child: ChildProcess; said: () => string } {
    let text = ''
    const child = spawn(path, tasks, {
      detached: true,
      env: { ...process.env, ...lab.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk) => (text += chunk))
    return { child, said: () => text }
  }

  test.each([
    ['SIGINT', 'root'],
    ['SIGTERM', 'root'],
    ['SIGHUP', 'root'],
    ['SIGINT', 'deploy'],
  ] as const)('by %s, as %s, ends what it started on the host, and says so', async (signal, user) => {
    const { child, said } = start(write(asUser(user)), 'rebuild')
    await vi.waitUntil(async () => (await processes('sleep 123[4]')) !== '', { timeout: 60_000, interval: 100 })
    process.kill(-child.pid!, signal)
    const [code] = await once(child, 'close')
    expect({ code, said: said().match(/deploy-ahorn: .*/g) }).toEqual({
      code: 130,
      said: ['deploy-ahorn: interrupted in build-system'],
    })
    await vi.waitUntil(async () => (await processes('sleep 123[4]|[n]ix .*build')) === '', {
      timeout: 20_000,
      interval: 100,
    })
  })

  test('in the middle of its secrets leaves the old ones', async () => {
    const secrets = (value: string, wait: string) => ({
      secrets: {
        files: Object.fromEntries(
          ['a', 'b', 'c'].map((name) => [name, secret(name, { cmd: `${name === 'b' ? wait : ':'}; printf ${value}` })]),
        ),
      },
    })
    expect((await deploy(host(secrets('old', ':')), ['deploy-secrets'])).code).toBe(0)
    const before = await snapshot(lab, 'ahorn')

    const fetching = join(tempDir(), 'fetching')
    const { child, said } = start(write(host(secrets('new', `touch ${fetching}; sleep 60`))), 'deploy-secrets')
    await vi.waitUntil(() => existsSync(fetching), { timeout: 20_000, interval: 50 })
    process.kill(-child.pid!, 'SIGINT')
    const [code] = await once(child, 'close')
    expect(code, said()).toBe(130)
    expect(said().match(/deploy-ahorn: .*|ssh could.*|To continue/g)).toEqual([
      'deploy-ahorn: interrupted in deploy-secrets',
    ])
    await vi.waitUntil(async () => changes(before, await snapshot(lab, 'ahorn')).length === 0, {
      timeout: 20_000,
      interval: 100,
    })
  })

  test('by a cable cut in the middle of its secrets leaves the old ones', async () => {
    const secrets = (cmd: string) => ({
      secrets: { files: { a: secret('a', { cmd: 'printf old' }), b: secret('b', { cmd }) } },
    })
    expect((await deploy(host(secrets('printf old')), ['deploy-secrets'])).code).toBe(0)
    const before = await lab.exec('ahorn', 'cat /var/src/lollypops-secrets/*')
    const fetching = join(tempDir(), 'fetching')
    const { child } = start(write(host(secrets(`touch ${fetching}; sleep 2; printf new`))), 'deploy-secrets')
    await vi.waitUntil(() => existsSync(fetching), { timeout: 20_000, interval: 50 })
    await lab.cut('ahorn')
    await new Promise((resolve) => setTimeout(resolve, 3000))
    process.kill(-child.pid!, 'SIGINT')
    await once(child, 'close')
    await lab.heal('ahorn')
    expect(await lab.exec('ahorn', 'cat /var/src/lollypops-secrets/*')).toBe(before)
  })
})
