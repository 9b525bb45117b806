import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useLab } from './lab.ts'
import { labScript, needs } from './needs.ts'
import { output, run } from './run.ts'
import { changes, snapshot } from './snapshot.ts'
import { tempDir } from './temp.ts'

needs('lab')('a lab', () => {
  const lab = useLab('ahorn', 'porree')

  test('has hosts that carry the names they were given, over plain ssh', async () => {
    const { stdout, code } = await lab.run('ssh', ['ahorn', 'hostname; id -un'])
    expect([code, stdout]).toEqual([0, 'ahorn\nroot\n'])
    expect(await lab.ssh('deploy@porree', 'hostname; sudo id -un')).toBe('porree\nroot')
  })

  test('has users with and without sudo', async () => {
    expect(await lab.ssh('ops@ahorn', 'sudo -Sp "" id -un', { input: 'lab\n' })).toBe('root')
    await expect(lab.ssh('ops@ahorn', 'sudo -n true')).rejects.toThrow('password')
    await expect(lab.ssh('alice@ahorn', 'sudo -n true')).rejects.toThrow()
    expect(await lab.exec('ahorn', 'getent group keys users | cut -d: -f1,3')).toBe('keys:96\nusers:100')
  })

  test('cuts and heals a cable, and reaches the host all the same', async () => {
    await lab.cut('ahorn')
    expect((await lab.run('ssh', ['-o', 'ConnectTimeout=1', 'ahorn', 'true'])).code).toBe(255)
    expect(await lab.exec('ahorn', 'hostname')).toBe('ahorn')
    expect(await lab.ssh('porree', 'hostname')).toBe('porree')
    await lab.heal('ahorn')
    expect(await lab.ssh('ahorn', 'hostname')).toBe('ahorn')
  })

  test.each(['reboot', 'crash'] as const)('survives a %s with its disk and name, without /run', async (how) => {
    await lab.exec('porree', 'touch /root/kept /run/lost; sync')
    await lab[how]('porree')
    expect(await lab.ssh('porree', 'hostname; ls /root/kept; test ! -e /run/lost')).toBe('porree\n/root/kept')
  })

  test('boots the system that the profile names, and nixos-rebuild sets it', async () => {
    const system = await lab.exec('ahorn', toySystem)
    expect(await lab.exec('ahorn', 'readlink -f /run/current-system')).toMatch(/-nixos-system-first$/)
    await lab.ssh('ahorn', 'nixos-rebuild boot --flake /root/flake#"a b"')
    expect(await lab.exec('ahorn', 'readlink -f /run/current-system')).toMatch(/-nixos-system-first$/)
    await lab.ssh('ahorn', 'nixos-rebuild switch --flake /root/flake#"a b"')
    expect(await lab.exec('ahorn', 'cat /run/switched')).toBe('switch')
    await lab.reboot('ahorn')
    expect(await lab.exec('ahorn', 'readlink -f /run/current-system')).toBe(system)
    expect((await lab.run('ssh', ['ahorn', 'nixos-rebuild explode --flake /root/flake#x'])).code).toBe(1)
  })
})

const toySystem = `
mkdir /root/flake
cat >/root/flake/flake.nix <<'END'
{ outputs = _: { nixosConfigurations."a b".config.system.build.toplevel = derivation {
  name = "toy"; system = "x86_64-linux"; builder = "/bin/bash"; PATH = "/usr/bin:/bin";
  args = [ "-c" ''mkdir -p $out/bin; printf '#!/bin/sh\\necho "$1" >/run/switched\\n' >$out/bin/switch-to-configuration; chmod +x $out/bin/*; exit'' ]; # the shell stays: Nix kills a builder that has closed its output
}; }; }
END
nix build --print-out-paths --no-link '/root/flake#nixosConfigurations."a b".config.system.build.toplevel'
`

needs('lab')('a snapshot', () => {
  const lab = useLab('ahorn', 'porree')

  test('is the same for two hosts in the same state, and after a second look', async () => {
    const anyHost = (text: string) =>
      text
        .replaceAll('porree', 'ahorn')
        .split('\n')
        .filter((line) => !/^\/etc\/(host|machine-id|ssh\/ssh_host)/.test(line))
    const first = await snapshot(lab, 'ahorn')
    expect(first).toContain('/home/alice  d 0700 alice:users')
    expect(await snapshot(lab, 'ahorn')).toBe(first)
    expect(anyHost(await snapshot(lab, 'porree'))).toEqual(anyHost(first))
  })

  test.each([
    ['a new file', 'echo new >/var/src/lollypops/new'],
    ['a file that is gone', 'rm /var/src/lollypops/file'],
    ['a mode', 'chmod 0440 /var/src/lollypops/file'],
    ['an owner', 'chown alice /var/src/lollypops/file'],
    ['a group', 'chgrp keys /var/src/lollypops/file'],
    ['content of the same size', 'echo other >/var/src/lollypops/file'],
    ['a link', 'ln -sfn /elsewhere /var/src/lollypops/link'],
    ['a type', 'rm /var/src/lollypops/file; mkdir /var/src/lollypops/file'],
    ['a mode of a folder', 'chmod 0700 /var/src/lollypops'],
    ['a file in /run', 'touch /run/lollypops-lock'],
    ['a secret at home', 'touch /home/alice/secret'],
    ['a name with a newline', `touch $'/run/two\\nlines'`],
    ['a profile', 'nix-env --profile /nix/var/nix/profiles/system --set "$(nix-store --add /etc/hostname)"'],
    [
      'a root of the garbage collector',
      'cd /root; nix-store --add-root kept -r "$(nix-store --add /etc/hostname)"; rm kept; ln -s /nix kept',
    ],
    ['a unit', 'systemd-run --unit=lollypops-activate sleep 1000'],
  ])('notices %s', async (_, change) => {
    await lab.exec(
      'ahorn',
      'mkdir -p /var/src/lollypops; cd /var/src/lollypops; echo first >file; ln -s /somewhere link',
    )
    const before = await snapshot(lab, 'ahorn')
    await lab.exec('ahorn', change)
    expect(changes(before, await snapshot(lab, 'ahorn'))).not.toEqual([])
    await lab.exec(
      'ahorn',
      'rm -rf /var/src /run/lollypops* /home/alice/secret; systemctl stop lollypops-activate || true',
    )
  })

  test('notices nothing where nothing changed', async () => {
    const before = await snapshot(lab, 'ahorn')
    await lab.ssh('deploy@ahorn', 'sudo true; nix eval --expr 1')
    expect(changes(before, await snapshot(lab, 'ahorn'))).toEqual([])
  })
})

describe('the lab command', () => {
  needs('lab')('with an owner', () => {
    test('leaves nothing when its owner is killed', async () => {
      const LAB_DIR = join(tempDir(), 'lab') // its own, for the number of this lab is free for others then
      mkdirSync(LAB_DIR, { mode: 0o755 })
      symlinkSync(dirname(await output(labScript, ['base'])), join(LAB_DIR, 'base'))
      const script = `export LAB_ID=$("${labScript}" claim $$); "${labScript}" up 1; cat /sys/class/net/lab$LAB_ID*/ifindex; kill -9 $$`
      const interfaces = (await run('bash', ['-c', script], { env: { LAB_DIR } })).stdout.trim().split('\n')
      expect(interfaces).toHaveLength(2)
      await expect
        .poll(() => readdirSync(LAB_DIR).filter((name) => name.startsWith('run')), { timeout: 60_000 })
        .toEqual([])
      const left = await output('sh', ['-c', 'ip -oneline link; cat /proc/mounts; ps -eo args'])
      expect(left).not.toContain(LAB_DIR)
      expect(left).not.toMatch(new RegExp(`^(${interfaces.join('|')}): `, 'm'))
    })

    test('gives each of several owners a lab of its own', async () => {
      const claim = () => output(labScript, ['claim', String(process.pid)])
      const ids = await Promise.all([claim(), claim(), claim()])
      for (const id of ids) await output(labScript, ['down'], { env: { LAB_ID: id } })
      expect(new Set(ids).size).toBe(3)
    })
  })

  test.each([
    [['up', 'many'], "up takes a number of hosts, not 'many'"],
    [['cut', 'nobody'], 'no such host: nobody'],
    [['exec'], 'no such host'],
    [['claim', '0'], 'no such process: 0'],
  ])('answers %j in one sentence', async (args, message) => {
    const { code, stderr } = await run(labScript, args, { env: { LAB_ID: '98' } })
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1])
    expect(stderr).toContain(message)
  })
})
