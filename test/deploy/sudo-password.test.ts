import { beforeAll, expect, test } from 'vitest'
import { approvedHosts } from '../support/approved-hosts.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('sudo with a password', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy } = deployer(lab, nix)
  let source = ''
  beforeAll(async () => {
    source = await toyFlake(nix, 'toy')
  })
  const ops = (cmd = 'printf geheim') =>
    host({
      deployment: { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } },
      secrets: { files: { token: secret('token', { cmd }) } },
    })
  const on = (script: string) => lab.exec('ahorn', script)
  const settings = (text: string) => on(`echo '${text}' > /etc/sudoers.d/ops; chmod 440 /etc/sudoers.d/ops`)

  test.each(['sudo-password', 'sudo-password-local'])(
    'deploys, with the password on standard input: %s',
    async (name) => {
      await on('rm -rf /root/activated /var/src')
      const { code, stderr } = await deploy(withFlake(approvedHosts[name]!, source), [], { input: 'lab\n' })
      expect(code, stderr).toBe(0)
      expect(await on('cat /root/activated; ls /var/src')).toMatch(/^test toy\nboot toy\nlollypops/)
    },
  )

  test('a wrong one ends the run before anything else', async () => {
    await on('rm -rf /var/src')
    const { code, stdout, stderr } = await deploy(ops(), [], { input: 'wrong\n' })
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'deploy-ahorn: sudo on ahorn does not take this password\n',
    })
    expect(await on('ls /var/src 2>/dev/null || true')).toBe('')
  })

  test('so does none', async () => {
    const { code, stderr } = await deploy(ops(), ['deploy-secrets'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'deploy-ahorn: no password was given for sudo\n',
    })
  })

  test('is not needed where sudo does not ask, and ends up nowhere', async () => {
    await settings('ops ALL=(ALL) NOPASSWD: ALL')
    const { code, stderr } = await deploy(ops(), ['deploy-secrets'], { input: 'touch /root/owned\n' })
    await settings('ops ALL=(ALL) ALL')
    expect(code, stderr).toBe(0)
    expect(await on('cat /var/src/lollypops-secrets/token; ls /root/owned 2>/dev/null || true')).toBe('geheim')
  })

  test('is eaten with a cached ticket, too', async () => {
    await settings('Defaults:ops timestamp_type=global\nops ALL=(ALL) ALL')
    for (const value of ['one', 'two']) {
      expect((await deploy(ops(`printf ${value}`), ['deploy-secrets'], { input: 'lab\n' })).code).toBe(0)
      expect(await on('cat /var/src/lollypops-secrets/token')).toBe(value)
    }
    await settings('ops ALL=(ALL) ALL')
  })

  test('that changes during the run lets no secret reach sudo', async () => {
    await settings('Defaults:ops timestamp_timeout=0\nops ALL=(ALL) ALL')
    await deploy(ops('printf old'), ['deploy-secrets'], { input: 'lab\n' })
    const changing = {
      ...ops('printf marker-of-a-secret'),
      extraTasks: { change: { dir: '.', deps: [], desc: '', cmds: ["ssh root@ahorn 'echo ops:other | chpasswd'"] } },
    }
    const { code, stderr } = await deploy(changing, ['change', 'deploy-secrets'], { input: 'lab\n' })
    await on('echo ops:lab | chpasswd')
    await settings('ops ALL=(ALL) ALL')
    expect(code).toBe(1)
    expect(stderr).toContain('deploy-secrets failed')
    expect(
      await on('cat /var/src/lollypops-secrets/token; journalctl --no-pager | grep marker-of-a-secret || true'),
    ).toBe('old')
  })

  test('names requiretty as the reason', async () => {
    await settings('Defaults:ops requiretty\nops ALL=(ALL) ALL')
    const { code, stderr } = await deploy(ops(), ['deploy-secrets'], { input: 'lab\n' })
    await settings('ops ALL=(ALL) ALL')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'deploy-ahorn: sudo on ahorn wants a terminal: remove requiretty from its settings\n',
    })
  })

  test('says when the user may not become root', async () => {
    await settings('# nobody')
    const { code, stderr } = await deploy(ops(), ['deploy-secrets'], { input: 'lab\n' })
    await settings('ops ALL=(ALL) ALL')
    expect(code).toBe(1)
    expect(stderr).toBe('deploy-ahorn: sudo on ahorn does not let ops@ahorn become root\n')
  })

  test('is shown by --verbose as little as secrets are', async () => {
    const { stdout, stderr } = await deploy(withFlake(ops(), source), ['--verbose'], { input: 'lab\n' })
    expect(stderr).toContain('+ ')
    expect(stdout + stderr).not.toMatch(/\blab\b|geheim/)
  })

  test('works with sudo-rs, whether that asks or not', async () => {
    for (const [user, cmd] of [
      ['ops', 'printf rs-ops'],
      ['deploy', 'printf rs-deploy'],
    ] as const) {
      const rs = ops(cmd)
      Object.assign(rs.deployment, {
        ssh: { ...rs.deployment.ssh, user },
        sudo: { ...rs.deployment.sudo, command: '/usr/lib/cargo/bin/sudo' },
      })
      const { code, stderr } = await deploy(rs, ['deploy-secrets'], { input: 'lab\n' })
      expect(code, stderr).toBe(0)
      expect(await on('cat /var/src/lollypops-secrets/token')).toBe(`rs-${user}`)
      const wrong = await deploy(rs, ['deploy-secrets'], { input: 'wrong\n' })
      expect(wrong.code).toBe(user === 'ops' ? 1 : 0)
    }
  })

  test('is not needed for doas, and what run0 lacks is said', async () => {
    const by = (command: string) =>
      withFlake(host({ deployment: { ssh: { user: 'deploy' }, sudo: { enable: true, command } } }), source)
    const { code, stderr } = await deploy(by('doas'))
    expect(code, stderr).toBe(0)
    const refused = await deploy(by('run0'))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(
      'run0 on ahorn wants a password: allow that by a rule in security.polkit.extraConfig there',
    )
  })
})
