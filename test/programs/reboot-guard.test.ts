import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { bootLoader } from '../support/boot-loader.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { run } from '../support/run.ts'
import { generationEntries } from '../vm/boot-loader.ts'

const program = readFileSync(fileURLToPath(new URL('../../templates/programs/reboot-guard.sh', import.meta.url)))
const folder = '/nix/var/lollypops-reboot'

needs('root', 'lab')('the guard of a reboot', () => {
  const lab = useLab('ahorn')
  const exec = (script: string) => lab.exec('ahorn', script)
  const profile = '/nix/var/nix/profiles/system'

  const system = (
    message: string,
    boot = generationEntries,
    has = 'etc/systemd/system/lollypops-reboot-guard.service',
  ) =>
    exec(`dir=$(mktemp -d)/nixos-system-${message}
      mkdir -p $dir/bin $dir/etc/systemd/system && cd $dir
      cp /root/switch-to-configuration bin
      echo ${message} >message
      touch ${has}
      cat >boot <<'TOY'\n${boot}\nTOY
      nix-store --add $dir; rm -r \${dir%/*}`)
  /** By a login of its own, as the script does it. */
  const guard = async (...words: string[]) => {
    const command = `bash ${folder}/guard ${words.map((word) => `'${word}'`).join(' ')}`
    const { code, stdout, stderr } = await run('ssh', ['-F', lab.sshConfig, 'ahorn', command])
    return { code, said: (stdout + stderr).trim() }
  }
  const arm = (seconds = 600) => guard('arm', String(seconds))
  const is = async () => {
    const [booted, boots, loader, ...rest] = (
      await exec(`for link in /run/booted-system ${profile}; do cat $link/message; done
        cat "$(sed -nE 's/.* system=([^ ]+).*/\\1/p' /boot/loader/entries/$(sed -n 's/^default //p' /boot/loader/loader.conf))/message"
        cd ${folder}; ls -d /root/set-* armed why /nix/var/nix/gcroots/lollypops-reboot 2>/dev/null || true`)
    ).split('\n')
    return { booted, boots, loader, rest }
  }
  const settled = (message: string) => ({ booted: message, boots: message, loader: message, rest: [] })
  /** Until it has booted once more than before, and nothing is armed. */
  const back = (before: string) =>
    vi.waitUntil(
      async () => {
        const script = `[ -e /run/booted-system ] && [ ! -e ${folder}/armed ] && cat /proc/sys/kernel/random/boot_id`
        return (await exec(script).catch(() => before)) !== before
      },
      { timeout: 90_000, interval: 500 },
    )
  const bootId = () => exec('cat /proc/sys/kernel/random/boot_id')
  const becomes = async (path: string) =>
    exec(`rm -rf /root/set-* /root/broken ${folder}/{armed,outcome,why}
      nix-env --profile ${profile} --set ${path} && ${path}/bin/switch-to-configuration boot
      ln -sfn ${path} /run/booted-system; ln -sfn ${path} /run/current-system`)
  /** The new system is deployed, and runs. */
  const deploy = (path: string) =>
    exec(`nix-env --profile ${profile} --set ${path} && ${path}/bin/switch-to-configuration switch`)
  const generations = () => exec('ls /nix/var/nix/profiles | grep -c system-')

  beforeAll(async () => {
    await bootLoader(exec)
    await exec(`cp /nix/store/*-nixos-system-first/bin/switch-to-configuration /root; mkdir ${folder}`)
    await run('ssh', ['-F', lab.sshConfig, 'ahorn', `install -m 700 /dev/stdin ${folder}/guard`], { input: program })
  })
  let old = ''
  beforeEach(async () => {
    old = await system('old')
    await becomes(old)
  })

  test('a new system that is confirmed is kept, and boots again', async () => {
    await deploy(await system('new'))
    expect(await arm()).toEqual({ code: 0, said: '' })
    await lab.reboot('ahorn')
    expect(await is()).toMatchObject({ booted: 'new', rest: expect.arrayContaining(['/root/set-default', 'armed']) })
    expect(await guard('confirm')).toEqual({ code: 0, said: '' })
    expect(await is()).toEqual(settled('new'))
    expect(await exec('systemctl is-active lollypops-reboot-guard || true')).toBe('inactive')
    expect(await guard('confirm')).toEqual({ code: 0, said: '' })
    await lab.reboot('ahorn')
    expect(await is()).toEqual(settled('new'))
  })

  test('one that nobody confirms in time goes back by itself, also without its network or after a GC', async () => {
    await deploy(await system('new'))
    const before = await generations()
    await arm(10)
    await lab.reboot('ahorn')
    expect(await is()).toMatchObject({ booted: 'new' })
    const booted = await bootId()
    await exec(
      'nix-env --profile /nix/var/nix/profiles/system --delete-generations old; nix-store --gc >/dev/null 2>&1',
    )
    await lab.cut('ahorn')
    await back(booted)
    await lab.heal('ahorn')
    expect(await is()).toEqual(settled('old'))
    expect(Number(await generations())).toBeLessThan(Number(before))
    expect(await guard('confirm')).toEqual({
      code: 10,
      said: expect.stringMatching(
        /^ahorn rolled back to \S+-nixos-system-old: nobody could log in and confirm it within \d+ s\.$/,
      ),
    })
  })

  test('one that does not come up is undone by the old one, which is asked how it ended', async () => {
    await deploy(await system('new'))
    await arm()
    await exec('rm /root/set-oneshot') // it panicked
    await lab.reboot('ahorn')
    expect(await guard('confirm')).toEqual({ code: 10, said: `ahorn rolled back to ${old}: it did not come up.` })
    expect(await is()).toEqual(settled('old'))
    await lab.reboot('ahorn')
    expect(await is()).toEqual(settled('old'))
    // and the next one is another matter
    await deploy(await system('next'))
    expect(await arm()).toEqual({ code: 0, said: '' })
    await lab.reboot('ahorn')
    expect(await guard('confirm')).toEqual({ code: 0, said: '' })
    expect(await is()).toEqual(settled('next'))
  })

  test('one that is not well goes back at once, with the reason', async () => {
    await deploy(await system('new'))
    await arm()
    await lab.reboot('ahorn')
    const booted = await bootId()
    await guard('confirm', 'these health checks failed: "a b"')
    await back(booted)
    expect(await guard('confirm')).toEqual({
      code: 10,
      said: `ahorn rolled back to ${old}: these health checks failed: "a b".`,
    })
    expect(await is()).toEqual(settled('old'))
  })

  test('power that fails between two steps leaves one whole system', async () => {
    await deploy(await system('new'))
    await arm()
    await exec('rm /root/set-*') // the note was on the disk, the boot loader knew nothing yet
    await lab.crash('ahorn')
    // The unit tells it again, once the boot partition is mounted.
    await vi.waitUntil(async () => (await is()).rest.includes('/root/set-default'), { timeout: 30_000, interval: 200 })
    expect(await is()).toMatchObject({ booted: 'new', rest: expect.arrayContaining(['armed']) })
    await lab.crash('ahorn') // not confirmed
    await guard('confirm')
    expect(await is()).toEqual(settled('old'))
  })

  test('a way back that fails is tried again', async () => {
    const failing = await system('failing', `[ ! -e /root/fails ] || exit 1\n${generationEntries}`)
    await becomes(failing)
    await deploy(await system('new'))
    await arm()
    await exec('touch /root/fails; rm /root/set-oneshot')
    await lab.reboot('ahorn')
    await vi.waitUntil(async () => (await is()).boots === 'failing', { timeout: 30_000, interval: 200 })
    expect(await is()).toMatchObject({
      booted: 'failing',
      loader: 'new',
      rest: expect.arrayContaining(['/root/set-default']),
    })
    await lab.crash('ahorn')
    await exec('rm /root/fails')
    expect(await guard('confirm')).toEqual({ code: 10, said: `ahorn rolled back to ${failing}: it did not come up.` })
    expect(await is()).toEqual(settled('failing'))
  })

  test('a boot loader that fails while it is confirmed: not kept, and that is said', async () => {
    await deploy(await system('new'))
    await arm()
    await lab.reboot('ahorn')
    await exec('echo set-default >/root/broken')
    expect(await guard('confirm')).toMatchObject({ code: 13, said: expect.stringContaining('its boot loader fails') })
    await exec('rm /root/broken')
    await lab.reboot('ahorn')
    expect(await guard('confirm')).toMatchObject({ code: 10 })
    expect(await is()).toEqual(settled('old'))
  })

  const refused: [why: string, prepare: () => Promise<unknown>, said: RegExp][] = [
    ['the same system again', async () => {}, /into the system that it has booted before/],
    [
      'a new one without the unit',
      async () => deploy(await system('new', generationEntries, 'other')),
      /nixos-system-new lacks the unit lollypops-reboot-guard/,
    ],
    [
      'an old one without the unit',
      async () => {
        await becomes(await system('bare', generationEntries, 'other'))
        await deploy(await system('new'))
      },
      /nixos-system-bare lacks the unit/,
    ],
    [
      'another boot loader',
      async () => {
        await deploy(await system('new'))
        await exec('rm /boot/loader/entries/*')
      },
      /systemd-boot lacks the old system or the new one/,
    ],
    [
      'no entry of the old one any more',
      async () => {
        await deploy(await system('new'))
        await exec(`grep -l system=${old} /boot/loader/entries/* | xargs rm`)
      },
      /systemd-boot lacks the old system or the new one/,
    ],
    ...(
      [
        ['--print-boot-path', /systemd-boot lacks/],
        ['set-default', /its boot loader is neither systemd-boot nor GRUB/],
        ['set-oneshot', /its boot loader or its disk fails/],
      ] as const
    ).map(([word, said]): (typeof refused)[number] => [
      `bootctl ${word} that fails`,
      async () => {
        await deploy(await system('new'))
        await exec(`echo ${word} >/root/broken`)
      },
      said,
    ]),
    [
      'no bootctl',
      async () => {
        await deploy(await system('new'))
        await exec('mv /usr/local/bin/bootctl /root')
      },
      /its boot loader is neither systemd-boot nor GRUB/,
    ],
    [
      'a full disk',
      async () => {
        await deploy(await system('new'))
        await exec(`ln -s /dev/full ${folder}/note`)
      },
      /its disk fails/,
    ],
  ]
  test.each(refused)('not guarded, and that is said: %s', async (_, prepare, said) => {
    await prepare()
    await exec(`echo 'rolled back long ago' >${folder}/outcome`)
    expect(await arm()).toEqual({ code: 11, said: expect.stringMatching(said) })
    await exec(`rm -f /root/broken ${folder}/note; mv /root/bootctl /usr/local/bin 2>/dev/null || true`)
    expect(await exec(`ls -d /root/set-* ${folder}/armed 2>/dev/null || true`)).toEqual('')
    expect(await guard('confirm')).not.toMatchObject({ code: 10 })
  })

  test('unguarded, it says what it sees', async () => {
    expect(await guard('confirm')).toEqual({ code: 0, said: '' })
    expect(await guard('confirm', 'it hums')).toEqual({
      code: 13,
      said: 'ahorn is back, but it hums. To go back: rollback',
    })
    await deploy(await system('new'))
    await exec(`ln -sfn ${old} /run/current-system`)
    expect(await guard('confirm')).toMatchObject({
      code: 13,
      said: expect.stringContaining('did not boot the new system'),
    })
  })

  test('armed a second time: the second counts', async () => {
    await deploy(await system('new'))
    await arm()
    await deploy(await system('newer'))
    expect(await arm()).toEqual({ code: 0, said: '' })
    await lab.reboot('ahorn')
    expect(await guard('confirm')).toEqual({ code: 0, said: '' })
    expect(await is()).toEqual(settled('newer'))
  })
})
