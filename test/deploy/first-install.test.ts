import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { tempDir } from '../support/temp.ts'
import { toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('a first installation, as docs/first-install.md has it,', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy, run } = deployer(lab, nix)

  test('goes from an image of somebody else to a guarded deploy', async () => {
    await lab.exec('ahorn', 'hostname image; rm -rf /var/lib/lollypops /run/lollypops')
    const known = join(tempDir(), 'known_hosts')
    const opts = [`-o UserKnownHostsFile=${known}`]
    const ahorn = withFlake(
      host({
        deployment: { ssh: { host: 'ahorn', user: 'root', opts } },
        secrets: { files: { token: secret('token', { cmd: 'printf geheim', owner: 'app' }) } },
      }),
      await toyFlake(nix, 'first', { activation: 'useradd app; hostname ahorn' }),
    )

    const stranger = await deploy(ahorn, ['--new'])
    expect(stranger.code).toBe(1)
    expect(stranger.stderr).toMatch(/Host key verification failed[\s\S]*deploy-ahorn: cannot log in at root@ahorn/)

    const console = await lab.exec('ahorn', 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')
    await run('ssh', [...opts[0]!.split(' '), '-o', 'StrictHostKeyChecking=accept-new', 'root@ahorn', 'true'])
    expect((await run('ssh-keygen', ['-lf', known])).stdout.split(' ')[1]).toBe(console.split(' ')[1])

    expect((await deploy(ahorn, ['--dry-run'])).code).toBe(0)
    const named = await deploy(ahorn)
    expect(named.stderr).toMatch(/root@ahorn is not ahorn: .* or pass --new for a first installation/)

    const early = await deploy(ahorn, ['--new'])
    expect(early.code).toBe(1)
    expect(early.stderr).toContain('cannot belong to app:users, see above: rebuild makes users and groups')
    expect(await lab.exec('ahorn', 'ls -A /var/src/lollypops-secrets 2>/dev/null || true')).toBe('')

    const first = await deploy(ahorn, ['--new', 'rebuild'])
    expect(first.code, first.stderr).toBe(0)
    const second = await deploy(ahorn)
    expect(second.code, second.stderr).toBe(0)
    expect(
      await lab.exec('ahorn', 'stat -c %U /var/src/lollypops-secrets/token; readlink -f /run/current-system'),
    ).toMatch(/^app\n\S+-nixos-system-first$/)
  })
})
