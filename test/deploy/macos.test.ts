import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { tempDir } from '../support/temp.ts'
import { toyFlake } from '../support/toy-flake.ts'

/** What macOS has, besides a bash from Nix. */
const programs =
  'awk base64 bash cat cut env git grep head id ls mkdir mktemp nix od ps pgrep pkill readlink rm shasum sleep ssh tail tr uname xargs'

needs(
  'root',
  'lab',
  'nix',
)('a machine without GNU coreutils', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { run, write } = deployer(lab, nix)
  const tools = tempDir()

  test('deploys, shows a diff, and rolls back', async () => {
    for (const name of programs.split(' ')) {
      const path = (await run('bash', ['-c', `PATH=${lab.env.PATH ?? process.env.PATH} type -P ${name}`])).stdout.trim()
      expect(path, name).not.toBe('')
      symlinkSync(path, join(tools, name))
    }
    writeFileSync(join(tools, 'sed'), '#!/bin/sh\nexec /usr/bin/sed --posix "$@"\n')
    chmodSync(join(tools, 'sed'), 0o755)
    const parts = { secrets: { files: { token: secret('token', { cmd: 'printf geheim' }) } } }
    const script = write(withFlake(host(parts), await toyFlake(nix, 'first')))
    const deploy = (...words: string[]) => run('env', [`PATH=${tools}`, script, ...words])
    const list = await deploy('--list')
    expect(list.stdout, list.stderr).toMatch(/^status .*\n\nSecrets of ahorn:\n/m)
    for (const task of [[], ['diff'], ['rollback']]) {
      const { code, stdout, stderr } = await deploy(...task)
      expect(code, stdout + stderr).toBe(0)
      expect(stderr).not.toMatch(/command not found|illegal|invalid option/)
    }
    expect(await lab.exec('ahorn', 'cat /var/src/lollypops-secrets/token')).toBe('geheim')
  })
})
