import { beforeAll, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { program } from '../support/program.ts'
import { toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('launch, on hosts', () => {
  const names = ['ahorn', 'porree', 'birne'] as const
  const lab = useLab(...names)
  const nix = privateNix()
  const { run, write } = deployer(lab, nix)
  let source = ''
  beforeAll(async () => {
    source = await toyFlake(nix, 'toy')
  })

  const script = (name: string, parts: Parameters<typeof host>[0] = {}) => {
    const about: Host = withFlake(host({ ...parts, name, hostName: name, tasks: ['check', 'deploy-secrets'] }), source)
    about.deployment.ssh.host = name
    return write(about)
  }
  const secrets = (cmd: string) => ({ secrets: { files: { token: secret('token', { cmd }) } } })
  const launch = (args: string[], input?: string) =>
    run('setsid', ['--wait', process.execPath, program('launch'), ...args], input === undefined ? {} : { input })

  test('two at once, each line with its host and task', async () => {
    const { code, stdout } = await launch([script('ahorn', secrets('printf a')), script('porree', secrets('printf b'))])
    expect(code).toBe(0)
    expect(stdout).toContain('[ahorn:deploy-secrets] 1 put in place, 0 already right.')
    expect(stdout).toContain('[porree:deploy-secrets] 1 put in place, 0 already right.')
    expect(await lab.exec('porree', 'cat /var/src/lollypops-secrets/token')).toBe('b')
  })

  test('one that is slow, one that cannot be reached and one that fails keep nobody from the end', async () => {
    await lab.lag('ahorn', 300)
    await lab.cut('birne')
    const all = [
      script('ahorn', secrets('printf new')),
      script('porree', secrets('exit 4')),
      script('birne', { ...secrets('printf c'), deployment: { ssh: { opts: ['-o ConnectTimeout=2'] } } }),
    ]
    const { code, stdout, stderr } = await launch(all)
    await lab.heal('birne')
    await lab.lag('ahorn', 0)
    expect(code).toBe(1)
    expect(await lab.exec('ahorn', 'cat /var/src/lollypops-secrets/token')).toBe('new')
    expect(await lab.exec('porree', 'cat /var/src/lollypops-secrets/token')).toBe('b')
    expect(stdout).toContain('[porree:deploy-secrets] deploy-porree: deploy-secrets failed at token (exit code 4)')
    expect(stderr).toMatch(/^ahorn +done/m)
    expect(stderr).toMatch(/^porree +failed +deploy-secrets +1/m)
    expect(stderr).toMatch(/^birne +failed +check +20/m)
    expect(stderr).toMatch(/again: .*deploy-porree.*deploy-birne/)
  })

  test('hands one password to all that ask for it', async () => {
    const deployment = { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } }
    const { code, stdout, stderr } = await launch(
      [script('ahorn', { deployment }), script('porree', { deployment })].map((path) => `${path}:check`),
      'lab\n',
    )
    expect(code, stdout + stderr).toBe(0)
    expect(stdout + stderr).not.toMatch(/\blab\b/)
  })
})
