import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { toyFlake } from '../support/toy-flake.ts'

const page = readFileSync(new URL('../../docs/deploy-user.md', import.meta.url), 'utf8')

needs(
  'root',
  'lab',
  'nix',
)('a deploy user', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy } = deployer(lab, nix)

  test('deploys everything with no more than docs/deploy-user.md lists', async () => {
    const [, table = ''] = /## What sudo must allow\n([\s\S]*?)\nID is new/.exec(page) ?? []
    const programs = [...table.matchAll(/^\| (`.*?) *\|/gm)].flatMap(([, cell = '']) => cell.match(/[\w-]+/g)!)
    expect(programs).toContain('nix-store')
    await lab.exec(
      'ahorn',
      `rm -f /etc/sudoers.d/*
      for program in ${programs.join(' ')}; do
        ! path=$(type -P $program) || echo "deploy ALL=(root) NOPASSWD: $path"
      done >/etc/sudoers.d/deploy`,
    )
    expect(await lab.exec('ahorn', 'runuser -u deploy -- sudo -n cp /etc/shadow /tmp 2>&1 || true')).toMatch(
      /password is required|not allowed/,
    )
    const parts = {
      deployment: { ssh: { user: 'deploy' }, sudo: { enable: true } },
      secrets: { files: { token: secret('token', { cmd: 'printf geheim' }) } },
    }
    const { code, stdout, stderr } = await deploy(withFlake(host(parts), await toyFlake(nix, 'first')))
    expect(code, stdout + stderr).toBe(0)
    expect(await lab.exec('ahorn', 'cat /root/activated /var/src/lollypops-secrets/token')).toBe(
      'test first\nboot first\ngeheim',
    )
    for (const task of ['diff', 'status', 'rollback'])
      expect((await deploy(withFlake(host(parts), await toyFlake(nix, 'first')), [task])).code, task).toBe(0)
  })
})
