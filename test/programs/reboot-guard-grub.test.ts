import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { run } from '../support/run.ts'
import { grubMenu } from '../vm/boot-loader.ts'

const program = readFileSync(fileURLToPath(new URL('../../templates/programs/reboot-guard.sh', import.meta.url)))
const folder = '/nix/var/lollypops-reboot'
const profile = '/nix/var/nix/profiles/system'

/** What the real ones do for the guard: test/vm/reboot.test.ts has those. */
const grubEditenv = `#!/bin/bash
touch "$1" && sed -i "/^next_entry=/d" "$1" && [ ! -e /root/broken ] || exit
[ "$2" = unset ] || echo "$3" >>"$1"
`
const grubProbe = `#!/bin/bash
cat "/root/\${1#--target=}"
`

needs('root', 'lab')('the guard of a reboot by GRUB', () => {
  const lab = useLab('ahorn')
  const exec = (script: string) => lab.exec('ahorn', script)
  const system = (message: string, boot = grubMenu) =>
    exec(`dir=$(mktemp -d)/nixos-system-${message}
      mkdir -p $dir/bin $dir/etc/systemd/system && cd $dir
      cp /root/switch-to-configuration bin
      echo ${message} >message
      touch etc/systemd/system/lollypops-reboot-guard.service
      cat >boot <<'TOY'\n${boot}\nTOY
      nix-store --add $dir; rm -r \${dir%/*}`)
  const guard = async (...words: string[]) => {
    const { code, stdout, stderr } = await run('ssh', [
      '-F',
      lab.sshConfig,
      'ahorn',
      `bash ${folder}/guard ${words.join(' ')}`,
    ])
    return { code, said: (stdout + stderr).trim() }
  }
  const becomes = (path: string) =>
    exec(`nix-env --profile ${profile} --set ${path} && ${path}/bin/switch-to-configuration boot
      ln -sfn ${path} /run/booted-system; ln -sfn ${path} /run/current-system`)
  const deploy = (path: string) =>
    exec(`nix-env --profile ${profile} --set ${path} && ${path}/bin/switch-to-configuration switch`)
  const is = async () => {
    const [starts, boots, ...rest] = (
      await exec(`cat "$(sed -nE 's/.* system=(\\S+).*/\\1/p' /boot/grub/grub.cfg | head -n 1)/message" ${profile}/message
        cat /boot/grub/grubenv; ls ${folder} | grep -vx guard || true`)
    ).split('\n')
    return { starts, boots, rest: rest.filter((line) => line) }
  }

  beforeAll(async () => {
    await exec(`cp /nix/store/*-nixos-system-first/bin/switch-to-configuration /root
      mkdir -p ${folder} /boot/grub && cd /usr/local/bin
      cat >grub-editenv <<'END'\n${grubEditenv}END
      cat >grub-probe <<'END'\n${grubProbe}END
      chmod +x grub-*`)
    await run('ssh', ['-F', lab.sshConfig, 'ahorn', `install -m 700 /dev/stdin ${folder}/guard`], { input: program })
  })
  beforeEach(async () => {
    await exec(`rm -rf /root/broken ${folder}/{armed,outcome,why}; echo ext2 >/root/fs; : >/root/abstraction`)
    await becomes(await system('old'))
  })

  test('the old system is what GRUB starts, and the new one once; confirmed, it is the new one', async () => {
    const path = await system('new')
    await deploy(path)
    expect(await guard('arm', '600')).toEqual({ code: 0, said: '' })
    const menu = 'next_entry=NixOS - All configurations>0'
    expect(await is()).toEqual({ starts: 'old', boots: 'new', rest: [menu, 'armed'] })
    await exec(`ln -sfn ${path} /run/booted-system`)
    expect(await guard('confirm')).toMatchObject({ code: 0 })
    expect(await is()).toEqual({ starts: 'new', boots: 'new', rest: [] })
  })

  test('armed a second time, for a newer system: the second counts', async () => {
    await deploy(await system('new'))
    await guard('arm', '600')
    await deploy(await system('newer'))
    expect(await guard('arm', '600')).toEqual({ code: 0, said: '' })
    expect(await is()).toMatchObject({ starts: 'old', boots: 'newer' })
    await deploy(await system('old'))
    expect(await guard('arm', '600')).toMatchObject({ code: 11, said: expect.stringContaining('booted before') })
    expect(await is()).toEqual({ starts: 'old', boots: 'old', rest: [] })
  })

  test.each([
    ['on LVM', 'echo lvm >/root/abstraction', /GRUB cannot write to the file system of \/boot\/grub/],
    ['on btrfs', 'echo btrfs >/root/fs', /GRUB cannot write to the file system of \/boot\/grub/],
    ['of which nothing is known', 'rm /root/fs', /GRUB cannot write to the file system of \/boot\/grub/],
    ['that fails', 'touch /root/broken', /its boot loader is neither systemd-boot nor GRUB/],
    ['whose menu lacks it', `sed -i '/^submenu/,$d' /boot/grub/grub.cfg`, /GRUB lacks the old system or the new one/],
  ])('not guarded, and that is said: /boot %s', async (_, prepare, said) => {
    await deploy(await system('new'))
    await exec(prepare)
    expect(await guard('arm', '600')).toEqual({ code: 11, said: expect.stringMatching(said) })
    expect(await is()).toEqual({ starts: 'new', boots: 'new', rest: [] })
  })

  test('not guarded where the old system cannot write the menu, and the new one boots', async () => {
    await becomes(await system('failing', `[ ! -e /root/fails ] || exit 1\n${grubMenu}`))
    await deploy(await system('new'))
    await exec('touch /root/fails')
    expect(await guard('arm', '600')).toMatchObject({ code: 11, said: expect.stringContaining('or its disk fails') })
    expect(await is()).toEqual({ starts: 'new', boots: 'new', rest: [] })
  })
})
