import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, profile, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { ownTmp } from '../support/own-tmp.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { tempDir } from '../support/temp.ts'
import { type Toy, toyFlake, toyProfile } from '../support/toy-flake.ts'
import { installWatcher, watched } from '../support/watched.ts'

type Parts = NonNullable<Parameters<typeof host>[0]>

const [same, changed, late] = [0, 1, 2].map(() => randomBytes(20).toString('hex')) as [string, string, string]
/** As in NixOS, links to what several systems may share. */
const parts = (kernel: string, initrd: string, systemd: string) =>
  `mkdir -p $out; ln -s /etc/${kernel} $out/kernel; ln -s /etc/${initrd} $out/initrd; ln -s /etc/${systemd} $out/systemd`
const planted = randomBytes(20).toString('hex')

needs(
  'root',
  'lab',
  'nix',
)('diff', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy, run, write } = deployer(lab, nix)
  const { tmp, start } = ownTmp(lab)
  const on = (script: string, input = '') => lab.exec('ahorn', script, { input })
  const folder = '/var/src/lollypops-secrets'
  const secrets = (values: Record<string, string>) => {
    mkdirSync(join(lab.env.HOME, 'secrets'), { recursive: true, mode: 0o700 })
    for (const [name, value] of Object.entries(values)) writeFileSync(join(lab.env.HOME, 'secrets', name), value)
    return {
      files: Object.fromEntries(
        Object.keys(values).map((name) => [
          name,
          secret(name, { cmd: `cat "$HOME/secrets/${name}"`, ...(name === 'late' && { when: 'after-rebuild' }) }),
        ]),
      ),
    }
  }
  const toy = (message: string, parts: Toy) => toyFlake(nix, message, { activation: ':', ...parts })
  const described = (source: string, parts: Parts = {}): Host =>
    withFlake(
      host({
        ...parts,
        deployment: { ...parts.deployment, rollback: { 'confirm-timeout': 5, 'activation-timeout': 10 } },
      }),
      source,
    )
  let old = ''
  let next = ''

  beforeAll(async () => {
    old = await toy('old', {
      packages: { 'openssl-3.0.1': 2_000_000, 'gone-1.0': 100, 'same-1.0': 100 },
      build: parts('hosts', 'passwd', 'group'),
      dry: 'true',
    })
    next = await toy('next', {
      packages: { 'openssl-3.0.2': 4_000_000, 'come-2.1': 100, 'same-1.0': 100 },
      build: parts('fstab', 'passwd', 'hostname'),
      dry: 'echo "would restart the following units: nginx.service, toy.service" >&2',
    })
    const { code, stderr } = await deploy(described(old, { secrets: secrets({ same, changed: 'before', late }) }))
    if (code !== 0) throw new Error(stderr)
    await on('ln -sfn $(readlink -f /run/current-system) /run/booted-system')
  }, 300_000)

  const facts = (stdout: string) => stdout.slice(stdout.indexOf('==> diff\n')).replace(/\u001b\[[\d;]*m/g, '')

  const ways: [string, Parts['deployment'], string][] = [
    ['as root', {}, ''],
    ['as deploy, with sudo', { ssh: { user: 'deploy' }, sudo: { enable: true } }, ''],
    [
      'as ops, with a password for sudo',
      { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } },
      'lab\n',
    ],
  ]
  test.each(ways)('says what a deploy would do, and changes nothing: %s', async (_, deployment, input) => {
    const to = described(next, { deployment: deployment!, secrets: secrets({ same, changed, new: 'x', late }) })
    expect((await deploy(to, ['deploy-flake', 'build-system'], { input })).code).toBe(0)
    const before = await snapshot(lab, 'ahorn')
    const { code, stdout, stderr } = await deploy(to, ['diff'], { input })
    expect(code, stderr).toBe(0)
    const said = facts(stdout)
    expect(said).toMatch(/^openssl: 3\.0\.1 → 3\.0\.2, \+19\d\d\.\d KiB$/m)
    expect(said).toMatch(/^come: ∅ → 2\.1/m)
    expect(said).toMatch(/^gone: 1\.0 → ∅/m)
    expect(said).not.toMatch(/^same/m)
    expect(said).toMatch(/^From .*, 1\.9 MiB\nto .*, 3\.8 MiB$/m)
    expect(said).toContain('would restart the following units: nginx.service, toy.service\n')
    expect(said).toContain('reboot needed: another kernel\nreboot needed: another systemd\n')
    expect(said).not.toContain('another initrd')
    expect(said.match(/^secret .*/gm)).toEqual([
      `secret would change: ${folder}/changed`,
      `secret would be new: ${folder}/new`,
    ])
    expect(changes(before, await snapshot(lab, 'ahorn')).filter((line) => !line.includes('/root/activated'))).toEqual(
      [],
    )
    expect(await on('tail -n 1 /root/activated; cat /run/current-system/message')).toBe('dry-activate next\nold')
  })

  test('of what runs already says so in few lines', async () => {
    const { stdout } = await deploy(described(old, { secrets: secrets({ same }) }), ['deploy-flake', 'diff'])
    expect(
      facts(stdout)
        .split('\n')
        .map((line) => line.replace(/ .*/, '')),
    ).toEqual(['==>', 'No', ''])
  })

  test('of a secret whose command fails fails, and names it', async () => {
    const { code, stderr } = await deploy(
      described(old, { secrets: { files: { token: secret('token', { cmd: 'echo half; exit 3' }) } } }),
      ['diff'],
    )
    expect(code).toBe(1)
    expect(stderr).toContain('diff failed at token (exit code 3)')
  })

  test('says which profiles would become others', async () => {
    const path = await toyProfile(nix)
    const to = described(old, { profiles: { toy: profile('toy', { path }) } })
    expect((await deploy(to, ['deploy-flake', 'diff'])).stdout).toContain('profile toy would change\n')
    expect((await deploy(to, ['profile-toy'])).code).toBe(0)
    expect((await deploy(to, ['diff'])).stdout).not.toContain('profile toy')
    const other = described(old, { profiles: { toy: profile('toy', { path: next }) } })
    expect((await deploy(other, ['diff'])).stdout).toContain('profile toy would change\n')
  })

  test('shows nothing of a secret to others on either machine, nor on the terminal', async () => {
    await installWatcher(lab)
    const stop = join(tempDir(), 'stop')
    const needles = [same, changed, planted, ...[same, changed].map((text) => Buffer.from(text).toString('base64'))]
    const to = described(old, { secrets: secrets({ same, changed }) })
    let said = ''
    const look = (action: () => Promise<unknown>) => {
      rmSync(stop, { force: true })
      return on('rm -f /var/tmp/stop').then(() => watched(lab, tmp, stop, needles, action))
    }
    const control = await look(() =>
      Promise.all([on(`bash -c 'sleep 4; :' ${planted}`), lab.run('bash', ['-c', `sleep 4; : ${planted}`])]),
    )
    expect(control.here).toEqual(['argument list has needle 2'])
    expect(control.root).toEqual(['argument list has needle 2'])
    const found = await look(async () => {
      for (let time = 0; time < 3; time++) {
        const run = start(to, ['--verbose', 'diff'])
        expect(await run.ended, run.stderr()).toBe(0)
        said += run.stdout() + run.stderr()
      }
    })
    expect(found).toEqual({ here: [], root: [], alice: [] })
    expect(said).toContain(`secret would change: ${folder}/changed`)
    expect(needles.filter((needle) => said.includes(needle))).toEqual([])
  })

  /** At a terminal, where this is typed. */
  const typing = (to: Host, args: string[], answer: string) =>
    run('script', ['--quiet', '--return', '--command', `${write(to)} ${args.join(' ')}`, '/dev/null'], {
      input: answer,
    })
  const system = () => on('cat /run/current-system/message /nix/var/nix/profiles/system/message')

  test('comes first with --confirm, which asks before anything that runs is changed', async () => {
    const to = described(next, {
      secrets: secrets({ same, changed, late }),
      profiles: { toy: profile('toy', { path: await toyProfile(nix), activation: 'touch /root/profiled' }) },
    })
    const no = await typing(to, ['--confirm'], 'n\n')
    expect(no.code, no.stdout).toBe(11)
    expect(no.stdout).toMatch(/would restart[\s\S]*Do this on ahorn\? \[y\/N\][\s\S]*deploy-ahorn: not confirmed/)
    expect(no.stdout.match(/==> [\w-]+/g)).toEqual(
      ['check', 'deploy-flake', 'build-system', 'diff', 'confirm'].map((task) => `==> ${task}`),
    )
    expect(await system()).toBe('old\nold')
    expect(await on(`cat ${folder}/changed; ls /root/profiled 2>/dev/null || true`)).toBe('before')
    expect((await typing(to, ['--confirm', 'profile-toy'], '\n')).code).toBe(11)
    expect(await on('ls /root/profiled 2>/dev/null || true')).toBe('')
    const end = await typing(to, ['--confirm'], '\x04')
    expect(end.code, end.stdout).toBe(11)
    expect(end.stdout).toMatch(/\[y\/N\] [\r\n]+deploy-ahorn: not confirmed/)
    const yes = await typing(to, ['--confirm'], 'y\n')
    expect(yes.code, yes.stdout).toBe(0)
    expect(yes.stdout.match(/\? \[y\/N\]/g)).toHaveLength(1)
    expect(await system()).toBe('next\nnext')
    expect(await on('ls /root/profiled')).toBe('/root/profiled')
  })

  test('says with `--confirm rollback` what that would do', async () => {
    const to = described(next)
    const no = await typing(to, ['--confirm', 'rollback'], 'n\n')
    expect(no.code, no.stdout).toBe(11)
    expect(no.stdout).toMatch(/openssl: 3\.0\.2 → 3\.0\.1/)
    expect(await system()).toBe('next\nnext')
    const yes = await typing(to, ['--confirm', 'rollback'], 'y\n')
    expect(yes.code, yes.stdout).toBe(0)
    expect(await system()).toBe('old\nold')
  })

  test('without a terminal there is no --confirm', async () => {
    const { code, stdout, stderr } = await run('setsid', ['--wait', write(described(next)), '--confirm'])
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'deploy-ahorn: --confirm needs a terminal to ask\n',
    })
  })
})
