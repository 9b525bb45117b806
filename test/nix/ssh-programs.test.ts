import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { tempDir } from '../support/temp.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const ssh = `{ opts = [ "-p 2522" " -A" "-i/etc/ssh/keys/$USER" "-o" "ProxyCommand=ssh -W %h:%p jump" "-o" "SetEnv=X=$(id)" ]; }`
const hosts = {
  plain: '{ networking.hostName = "ahorn"; }',
  user: `{ networking.hostName = "ahorn"; lollypops.deployment.ssh = { user = "deploy"; host = "10.0.0.7"; } // ${ssh}; }`,
  sudo: `{ networking.hostName = "ahorn"; lollypops.deployment.sudo = { enable = true; opts = [ "-p" "a b" "-n" ]; }; }`,
  command: `{ networking.hostName = "ahorn"; lollypops.deployment.ssh.command = "ssh -F '/etc/my config'"; }`,
}

needs('root', 'nix')('the programs to log in by hand', { skip: Boolean(realNixpkgs) }, () => {
  let fleet: Fleet
  let dir: string
  const bin = tempDir()
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(hosts)
    writeFileSync(join(bin, 'ssh'), '#!/bin/bash\nprintf "%s\\0" "$@"\n')
    chmodSync(join(bin, 'ssh'), 0o755)
  })

  /** The arguments that ssh gets. */
  async function start(host: string, program: 'login' | 'run', args: string[]): Promise<string[]> {
    const { path, stderr } = await fleet.build(
      dir,
      `nixosConfigurations.${host}.config.lollypops.deployment.ssh.${program}`,
    )
    expect(path, stderr).not.toBe('')
    const { stdout } = await fleet.nix.run(`${path}/bin/lollypops-${program}`, args, {
      env: { PATH: `${bin}:${process.env.PATH}`, USER: 'me' },
    })
    return stdout.split('\0').slice(0, -1)
  }

  test('leave the user to ssh when none is set', async () => {
    expect(await start('plain', 'login', [])).toEqual(['ahorn'])
  })

  test('take every form of options', async () => {
    expect(await start('user', 'login', ['echo', 'a  b'])).toEqual([
      ...['-p', '2522', '-A', '-i/etc/ssh/keys/me', '-o', 'ProxyCommand=ssh -W %h:%p jump', '-o', 'SetEnv=X=$(id)'],
      ...['deploy@10.0.0.7', 'echo', 'a  b'],
    ])
  })

  test('take a command with arguments', async () => {
    expect(await start('command', 'login', [])).toEqual(['-F', '/etc/my config', 'ahorn'])
  })

  test('run uses sudo only where it is enabled', async () => {
    expect(await start('plain', 'run', ['whoami'])).toEqual(['ahorn', 'whoami'])
    expect(await start('sudo', 'run', ['whoami'])).toEqual(['ahorn', "sudo -p 'a b' -n", 'whoami'])
    expect(await start('sudo', 'login', ['whoami'])).toEqual(['ahorn', 'whoami'])
  })
})
