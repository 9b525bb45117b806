import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { type Toy, toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('secrets and the system of one run', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy, write } = deployer(lab, nix)
  const exec = (text: string) => lab.exec('ahorn', text)
  const patient = { timeout: 60_000, interval: 100 }

  const with_ = async (content: string, toy: Toy = {}) =>
    withFlake(
      host({
        secrets: {
          files: {
            token: secret('token', { cmd: `printf ${content}`, restartUnits: ['reader.service'] }),
            [content]: secret(content, { cmd: 'echo' }),
          },
        },
      }),
      await toyFlake(nix, content, toy),
    )
  /** What there is on the host, and what the unit has read of it, in order. */
  const state = async () => ({
    files: (await exec('cd /var/src/lollypops-secrets; ls; cat token')).split('\n'),
    runs: await exec('cat /run/current-system/message'),
    left: await exec('ls -d /run/lollypops/*/secrets 2>/dev/null || true'),
    read: await exec('cat /root/read; rm /root/read').catch(() => ''),
  })
  const old = { files: ['old', 'token', 'old'], runs: 'old', left: '' }

  beforeEach(async () => {
    await exec(`rm -rf /var/src/lollypops-secrets /var/lib/lollypops /root/read
      cat >/etc/systemd/system/reader.service <<'UNIT'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash -c 'echo $(cat /var/src/lollypops-secrets/token) >>/root/read'
UNIT
      systemctl daemon-reload`)
    expect((await deploy(await with_('old'))).code).toBe(0)
    await exec('systemctl restart reader; rm /root/read')
  })

  test('stay together where it is kept', async () => {
    const { code, stderr } = await deploy(await with_('new'))
    expect(code, stderr).toBe(0)
    expect(await state()).toEqual({ files: ['new', 'old', 'token', 'new'], runs: 'new', left: '', read: 'new' })
  })

  test('go back together where it is rolled back, and so do the units', async () => {
    const { code, stdout, stderr } = await deploy(await with_('new', { activation: 'exit 1' }))
    expect(code, stdout + stderr).toBe(10)
    expect(await state()).toEqual({ ...old, read: 'new\nold' })
  })

  test('go back where the system cannot be built', async () => {
    const { code, stdout, stderr } = await deploy(await with_('new', { build: 'exit 1' }))
    expect(code, stdout + stderr).toBe(11)
    expect(await state()).toEqual({ ...old, read: 'new\nold' })
  })

  test('go back where another task fails, and how to continue names them', async () => {
    const task = { desc: '', dir: '.', deps: [], cmds: ['exit 7'] }
    const about = { ...(await with_('new')), extraTasks: { own: task } }
    const { code, stderr } = await deploy(about, ['deploy-secrets', 'own', 'rebuild'])
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(/^To continue: \S+ deploy-secrets own build-system activate-system$/m)
    expect(await state()).toEqual({ ...old, read: 'new\nold' })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('go back at %s, before and while it is activated', async (signal) => {
    const slow: [Toy, string][] = [
      [{ build: 'sleep 1234' }, 'pgrep -f "sleep 123[4]"'],
      [{ activation: 'sleep 4' }, 'readlink /run/lollypops/current/state | grep activating'],
    ]
    for (const [toy, begun] of slow) {
      const deployed = await with_('new', toy)
      expect((await deploy(deployed, ['deploy-flake'])).code).toBe(0)
      const env = { ...process.env, ...lab.env }
      const child = spawn(write(deployed), ['deploy-secrets', 'rebuild'], { detached: true, env, stdio: 'ignore' })
      await vi.waitUntil(async () => (await exec(`${begun} || true`)) !== '', patient)
      process.kill(-child.pid!, signal)
      expect((await once(child, 'close'))[0]).toBe(130)
      await vi.waitUntil(
        async () => !/^(de)?activ/.test(await exec('systemctl is-active lollypops-activate || true')),
        patient,
      )
      expect(await state()).toEqual({ ...old, read: 'new\nold' })
    }
  })

  test('are two matters where only secrets are deployed', async () => {
    expect((await deploy(await with_('new'), ['deploy-secrets'])).code).toBe(0)
    expect(await state()).toEqual({ files: ['new', 'old', 'token', 'new'], runs: 'old', left: '', read: 'new' })
  })

  test('wait for the activation of another one', async () => {
    const first = deploy(await with_('first', { activation: 'sleep 5; exit 1' }))
    await vi.waitUntil(
      async () => (await exec('readlink /run/lollypops/current/state || true')) === 'activating',
      patient,
    )
    const refused = await deploy(await with_('new'))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('deploy-secrets: another deploy is running on this host')
    expect((await deploy(await with_('new'), ['--wait'])).code).toBe(0)
    expect((await first).code).toBe(10)
    const { files, runs } = await state()
    expect({ files, runs }).toEqual({ files: ['new', 'old', 'token', 'new'], runs: 'new' })
  })
})
