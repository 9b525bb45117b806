import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { guarded, nixpkgs, type System } from '../support/guarded.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import type { RunResult } from '../support/run.ts'
import { settle } from '../support/settle.ts'

const profiles = fileURLToPath(new URL('../../templates/programs/profiles.sh', import.meta.url))
const old = { runs: 'old', profile: 'old', boots: 'old' }
const renewed = { runs: 'new', profile: 'new', boots: 'new' }
const boot = 'ln -sfn "$here" /root/boots'
const lock = '/run/nixos/switch-to-configuration.lock'

needs('root', 'lab')('the guard', () => {
  const lab = useLab('ahorn')
  const { exec, system: make, becomes, activation: begin, is, ssh } = guarded(lab, 'ahorn')
  const system = (message: string, texts: System = {}) => make(message, { boot, ...texts })
  let first = ''

  /** The old system is one that does this when it is activated, and runs and boots. */
  const olds = async (texts: System = {}) => {
    first = await system('old', texts)
    await becomes(first)
  }
  const generations = () => exec('ls /nix/var/nix/profiles | grep -c system-')
  /** Activates it, and confirms. */
  const deploy = async (path: string, action = 'switch', ...words: string[]): Promise<RunResult> => {
    const { start, confirm } = await begin()
    const started = await start(path, action, ...words)
    return started.code === 0 ? confirm() : started
  }
  const said = ({ code, stdout, stderr }: RunResult) => ({ code, said: stdout + stderr })

  beforeAll(async () => void (await exec('touch /root/hook')))
  beforeEach(() => olds())

  test('keeps what is confirmed by a new login', async () => {
    const end = await deploy(await system('new'))
    expect(end, end.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ahorn runs \/nix\/store\/\S+new\.$/m),
    })
    expect(await is()).toEqual(renewed)
    expect(await exec('cat /root/activated')).toBe('test new\nboot new')
  })

  test('rolls back what is not, with the reason', async () => {
    const { start, confirm, outcome } = await begin()
    expect(await start(await system('new'))).toMatchObject({ code: 0 })
    expect(await outcome()).toMatchObject({ code: 75 })
    expect(await is()).toEqual({ ...old, runs: 'new' })
    const end = await confirm('these health checks failed: "a b"')
    expect(said(end)).toEqual({
      code: 10,
      said: expect.stringContaining(`ahorn rolled back to ${first}: these health checks failed: "a b".`),
    })
    expect(await outcome()).toMatchObject({ code: 10 })
    expect(await is()).toEqual(old)
  })

  test('begins once, and shows the rest to who lost the connection', async () => {
    const { start, confirm, until } = await begin()
    const path = await system('new', { activation: 'echo before; sleep 3; echo behind' })
    const begun = start(path)
    await until('activating')
    await exec(`pkill -KILL -f '^sshd(-session)?: root'`)
    expect((await begun).code).toBe(255)
    const again = await start(path)
    expect(again, again.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/behind$/m) })
    expect(await confirm()).toMatchObject({ code: 0 })
    expect(await exec('cat /root/activated')).toBe('test new\nboot new')
  })

  test('takes no confirmation of a login that began before the activation ended', async () => {
    const { start, confirm, until } = await begin()
    const begun = start(await system('new', { activation: 'sleep 2' }))
    await until('activating')
    expect((await confirm()).code).toBe(75)
    expect((await begun).code).toBe(0)
    expect((await confirm()).code).toBe(0)
  })

  test('rolls back when nobody confirms, and refuses a confirmation that comes then', async () => {
    const { start, confirm, until } = await begin()
    await start(await system('new'))
    await until('10')
    expect(said(await confirm())).toEqual({ code: 10, said: expect.stringContaining('nobody could log in') })
    expect(await is()).toEqual(old)
  })

  test('lets another one wait, and says so once', async () => {
    const [first, second] = [await begin(), await begin()]
    await first.start(await system('new'))
    const other = await system('other')
    expect(await second.start(other)).toMatchObject({ code: 11 })
    expect(await second.start(other, 'switch', 'wait=yes')).toMatchObject({
      code: 75,
      stderr: expect.stringMatching(/^ahorn: waiting, another deploy is running, by somebody since/),
    })
    expect(await second.start(other, 'switch', 'wait=yes')).toMatchObject({ code: 75, stderr: '' })
    expect(await first.confirm()).toMatchObject({ code: 0 })
    expect(await second.start(other, 'switch', 'wait=yes')).toMatchObject({ code: 0 })
    expect(await second.confirm()).toMatchObject({ code: 0 })
    expect((await is()).boots).toBe('other')
  })

  test('begins anew in a folder where it was put anew, unless what began there still runs', async () => {
    expect(await (await begin('by-hand')).start('/etc')).toMatchObject({ code: 11 })
    const [one, two] = [await system('one'), await system('two')]
    const first = await begin('by-hand')
    expect(await first.start(one)).toMatchObject({ code: 0 })
    expect(await (await begin('by-hand')).start(two)).toMatchObject({
      code: 11,
      stderr: expect.stringContaining('another deploy is running, by somebody since'),
    })
    expect(await first.confirm()).toMatchObject({ code: 0, stdout: expect.stringContaining('-one.') })
    const second = await begin('by-hand')
    expect(await second.confirm()).toMatchObject({ code: 11 })
    const third = await begin('by-hand')
    expect(await third.outcome()).toMatchObject({ code: 11 })
    expect(await third.start(two)).toMatchObject({ code: 0, stdout: expect.not.stringContaining(' runs ') })
    expect(await third.outcome()).toMatchObject({ code: 75 })
    expect(await third.confirm('no')).toMatchObject({ code: 10 })
    expect((await is()).runs).toBe('one')
    expect(await exec('cat /root/activated')).toBe('test one\nboot one\ntest two\ntest one')
  })

  test('begins nothing after an interruption, nor where another activation had ended before', async () => {
    const ended = await begin('twice')
    expect(await ended.start(await system('new'), 'dry-activate')).toMatchObject({ code: 0 })
    const { start, confirm } = await begin('twice')
    expect(await confirm('the deploy was interrupted')).toMatchObject({ code: 11 })
    expect(await start(await system('new'))).toMatchObject({ code: 11 })
    expect(await is()).toEqual(old)
  })

  test('begins nothing after an interruption', async () => {
    const { start, confirm } = await begin()
    expect(await confirm('the deploy was interrupted')).toMatchObject({ code: 11 })
    expect(await start(await system('new'))).toMatchObject({ code: 11 })
    expect(await is()).toEqual(old)
  })

  describe.each(['activating', 'waiting', 'keeping'])('killed while it is %s', (state) => {
    const kills = {
      'the main process': 'systemctl kill --kill-whom=main --signal=KILL lollypops-activate',
      'all of the unit': 'echo 1 >/sys/fs/cgroup/system.slice/lollypops-activate.service/cgroup.kill',
      'systemctl stop': 'timeout 60 systemctl stop lollypops-activate',
      power: '',
    }
    test.each(Object.entries(kills))('by %s, leaves one whole system', async (_, kill) => {
      const { start, confirm, until } = await begin()
      const path = await system('new', { activation: 'sleep 1', boot: `${boot}; sleep 1` })
      const begun = start(path).then((end) => (end.code === 0 && state === 'keeping' ? confirm() : end))
      await until(state)
      if (kill === '') {
        await lab.crash('ahorn')
        await begun
        if (nixpkgs) await exec(`if [ -L /nix/var/nix/profiles/system-before ]; then\n${settle}fi`) // as a unit does
        const { runs, profile } = await is()
        expect(runs).toBe(profile)
      } else {
        await exec(kill)
        await begun
        await until('')
        await vi.waitUntil(
          async () =>
            /^(inactive|failed)/.test(await exec('systemctl show --property=ActiveState --value lollypops-activate')),
          { timeout: 60_000 },
        )
        expect([old, renewed]).toContainEqual(await is())
      }
      expect(await deploy(await system('next'))).toMatchObject({ code: 0 })
      expect((await is()).boots).toBe('next')
    })
  })

  test('goes back to the previous generation, to a certain one, and says when there is none', async () => {
    expect(await deploy('previous')).toMatchObject({ code: 11 })
    for (const name of ['one', 'two', 'three']) expect(await deploy(await system(name))).toMatchObject({ code: 0 })
    const before = await generations()
    expect(await deploy('previous')).toMatchObject({ code: 0 })
    expect(await is()).toEqual({ runs: 'two', profile: 'two', boots: 'two' })
    const oldest = await exec('cd /nix/var/nix/profiles; ls -v -d system-*-link | head -n 1')
    expect(await deploy(`/nix/var/nix/profiles/${oldest}`)).toMatchObject({ code: 0 })
    expect(await is()).toEqual(old)
    expect(await generations()).toBe(before)
  })

  // a copy of a real system is none: it names itself
  test.skipIf(nixpkgs)(
    'activates a specialisation, keeps and boots the system that it is of, and goes back from it',
    async () => {
      const fast = await system('fast')
      const base = await exec(`dir=$(mktemp -d)/nixos-system-base
      cp -r --no-preserve=mode ${await system('base')} $dir
      chmod +x $dir/bin/*
      mkdir $dir/specialisation
      ln -s ${fast} $dir/specialisation/fast
      nix-store --add $dir; rm -r \${dir%/*}`)
      expect(said(await deploy(base, 'switch', 'specialisation=none'))).toEqual({
        code: 11,
        said: expect.stringContaining('-base/specialisation/none is not a NixOS system'),
      })
      const refused = await begin()
      expect(await refused.start(base, 'switch', 'specialisation=fast')).toMatchObject({ code: 0 })
      expect(await is()).toEqual({ ...old, runs: 'fast' })
      expect(await refused.confirm('no')).toMatchObject({ code: 10 })
      expect(await is()).toEqual(old)
      expect(await deploy(base, 'switch', 'specialisation=fast')).toMatchObject({ code: 0 })
      expect(await is()).toEqual({ runs: 'fast', profile: 'base', boots: 'base' })
    },
  )

  describe('secrets of the run', () => {
    const put = (folder: string, text = '') =>
      exec(`mkdir -p ${folder}/secrets; cat >${folder}/secrets/part <<'UNDO'
echo "$1 beside $(cat /run/current-system/message)" >>/root/undone
${text}
UNDO`)
    const undone = () => exec('cat /root/undone 2>/dev/null || true; rm -f /root/undone')

    test('are restored before the old system is back, and forgotten', async () => {
      const { start, confirm, folder } = await begin()
      await put(folder)
      expect(await start(await system('new'))).toMatchObject({ code: 0 })
      expect(await confirm('no')).toMatchObject({ code: 10 })
      expect(await undone()).toBe('activate beside new\nrestore beside new\nfollow-up beside old')
      expect(await exec(`ls ${folder}`)).not.toContain('secrets')
    })
    test('stay with the system that is kept', async () => {
      const { start, confirm, folder } = await begin()
      await put(folder)
      expect(await start(await system('new'))).toMatchObject({ code: 0 })
      expect(await confirm()).toMatchObject({ code: 0 })
      expect(await exec(`ls ${folder}`)).not.toContain('secrets')
      expect(await undone()).toBe('activate beside new\nkeep beside new')
    })
    test('that cannot be restored are a rollback that failed', async () => {
      const { start, confirm, folder } = await begin()
      await put(folder, '[[ $1 != restore ]]')
      expect(await start(await system('new'))).toMatchObject({ code: 0 })
      expect(said(await confirm('no'))).toEqual({
        code: 13,
        said: expect.stringContaining('rollback failed: restore of secrets failed'),
      })
      expect(await is()).toEqual(old)
      await undone()
    })
  })

  test('that is kept confirms the reboot before it, which would undo it otherwise', async () => {
    const unit = 'systemd-run --quiet --unit=lollypops-reboot-guard sleep infinity'
    await exec(`mkdir -p /nix/var/lollypops-reboot; echo 'touch /root/$1-ed' >/nix/var/lollypops-reboot/guard; ${unit}`)
    const end = await deploy(await system('new'))
    const confirmed = await exec(
      'ls /root/*-ed; rm -rf /root/*-ed /nix/var/lollypops-reboot; systemctl stop lollypops-reboot-guard',
    )
    expect(end.code, end.stderr).toBe(0)
    expect(confirmed).toBe('/root/confirm-ed')
    const without = await deploy(await system('newer'))
    expect(without.code, without.stderr).toBe(0)
  })

  describe('a profile', () => {
    const link = '/nix/var/nix/profiles/lollypops/toy'
    const activate = async (path: string, text: string, user = 'alice', ...words: string[]) => {
      const { start, confirm, folder } = await begin()
      const part = `${folder}/profiles/part`
      await ssh(readFileSync(profiles, 'utf8'), 'install', '-D', '-m', '700', '/dev/stdin', part)
      await ssh(text, 'bash', part, 'add', 'toy', user, link, path)
      const started = await start('profiles', 'switch', ...words)
      return started.code === 0 ? confirm() : started
    }
    const good = 'cat "$PROFILE/message" >>~/did; cat; id -un >>~/did # \\'
    test('has no specialisation, whatever the run has', async () => {
      const end = await activate(await system('plain'), 'true', 'alice', 'specialisation=fast')
      expect(end.code, end.stdout + end.stderr).toBe(0)
      expect(await exec(`readlink -f ${link}`)).toMatch(/-plain$/)
    })
    test.each(['alice', 'root'])('of %s is kept, and what fails rolled back', async (user) => {
      await exec(`rm -rf ${link}* ~${user}/did`)
      const [one, two] = [await system('one'), await system('two')]
      const first = await activate(one, `${good}; test "$(cat $PROFILE/message)" != two`, user)
      expect(first.code, first.stdout + first.stderr).toBe(0)
      const second = await activate(two, `${good}\n[[ $PROFILE != ${two} ]] || a=$(false; true)`, user)
      expect(said(second)).toEqual({
        code: 10,
        said: expect.stringContaining('rolled back to its previous profiles: activation of toy ended with exit code 1'),
      })
      expect(await exec(`cat ~${user}/did; readlink -f ${link}; ls -d ${link}*`)).toBe(
        `one\n${user}\ntwo\n${user}\none\n${user}\n${one}\n${link}\n${link}-1-link`,
      )
      expect((await is()).runs).toBe('old')
    })
  })

  describe('1.1', () => {
    test('keeps nothing where somebody else has activated another system, touches that no more, and says so', async () => {
      const [mine, other] = [await system('new'), await system('other')]
      const { start, confirm } = await begin()
      expect(await start(mine)).toMatchObject({ code: 0 })
      await exec(`${other}/bin/switch-to-configuration switch`)
      const end = await confirm()
      expect(said(end)).toEqual({ code: 12, said: expect.stringContaining(`ahorn runs ${other}, which somebody else`) })
      expect(await is()).toEqual({ runs: 'other', profile: 'old', boots: 'other' })
    })
  })

  describe('1.2', () => {
    test('is ended by systemctl stop without a deadlock', async () => {
      const { start, outcome } = await begin()
      expect(await start(await system('new'))).toMatchObject({ code: 0 })
      await exec('timeout 30 systemctl stop lollypops-activate')
      expect(said(await outcome())).toEqual({ code: 10, said: expect.stringContaining('its unit was killed') })
      expect(await is()).toEqual(old)
    })
  })

  describe('1.3', () => {
    test('waits on the way back for the lock of another switch-to-configuration', async () => {
      const { start, confirm } = await begin()
      expect(await start(await system('new'))).toMatchObject({ code: 0 })
      await exec(
        `systemd-run --quiet --collect --unit=other flock ${lock} sleep 6; until ! flock --nonblock ${lock} true; do sleep 0.1; done`,
      )
      const end = await confirm('no')
      expect(end.code, end.stderr).toBe(10)
      expect(await is()).toEqual(old)
    })

    test('asks no pre-switch check of the old system on the way back, and those of the new one unless told so', async () => {
      const checks = '[ -e /root/fine ] || { echo the moon is full; exit 1; }'
      await exec('touch /root/fine')
      await olds({ checks })
      const { start, confirm } = await begin()
      expect(await start(await system('new'))).toMatchObject({ code: 0 })
      await exec('rm /root/fine')
      const end = await confirm('no')
      expect(end.code, end.stderr).toBe(10)
      const refused = await system('new', { checks })
      expect(await deploy(refused)).toMatchObject({ code: 11, stderr: expect.stringContaining('the moon is full') })
      expect(await deploy(refused, 'switch', 'NIXOS_NO_CHECK=1')).toMatchObject({ code: 0 })
      expect(await is()).toEqual(renewed)
    })

    // the boot loader of the old one is written with its checks
    test('nor when the boot loader is to boot the old system again', async () => {
      await exec('touch /root/fine')
      await olds({ checks: '[ -e /root/fine ]' })
      const end = await deploy(await system('new', { boot: 'rm -f /root/fine; exit 1' }))
      expect(said(end)).toEqual({ code: 10, said: expect.stringContaining('could not be made the system to boot') })
      expect(await is()).toEqual(old)
    })
  })

  describe('1.4', () => {
    test('says that rollback failed where the boot loader does', async () => {
      await olds({ boot: 'exit 1' })
      const end = await deploy(await system('new', { boot: `${boot}; exit 1` }))
      expect(said(end)).toEqual({ code: 13, said: expect.stringContaining('exit code 1 of the boot loader') })
      expect((await is()).runs).toBe('old')
    })
  })

  describe('1.4, of an old system whose activation ends with 2', () => {
    // the exit code of that activation replaces that of the boot loader
    test('says that rollback failed where the boot loader does', async () => {
      await olds({ boot: 'exit 1', activation: 'exit 2' })
      const end = await deploy(await system('new', { boot: `${boot}; exit 1`, activation: 'exit 2' }))
      expect(said(end)).toEqual({ code: 13, said: expect.stringContaining('of the boot loader') })
    })
  })

  describe('1.5', () => {
    test('leaves no generation behind that was refused', async () => {
      const before = await generations()
      expect(await deploy(await system('new', { boot: '[[ $1 != boot ]]' }))).toMatchObject({ code: 10 })
      expect(await is()).toEqual(old)
      expect(await generations()).toBe(before)
    })
  })

  describe('1.6', () => {
    const route = (family: string) => exec(`ip ${family} route show type blackhole`)
    test('deletes what the new system has added to the network, and adds what it has deleted', async () => {
      await exec('ip address add 192.0.2.7/32 dev lo; ip route add blackhole 192.0.2.64/28')
      const activation = `ip route add blackhole 198.51.100.0/24
        ip -6 route add blackhole 2001:db8:1::/48
        ip address add 203.0.113.9/32 dev lo
        ip address delete 192.0.2.7/32 dev lo
        ip route delete blackhole 192.0.2.64/28
        ip route add unreachable 198.51.100.0/25 proto bird
        exit 1`
      expect(await deploy(await system('new', { activation }))).toMatchObject({ code: 10 })
      const addresses = await exec('ip -oneline -4 address show dev lo')
      const routes = [await route('-4'), await route('-6'), await exec('ip route show type unreachable')]
      await exec(
        'ip address delete 192.0.2.7/32 dev lo; ip route delete blackhole 192.0.2.64/28; ip route flush type unreachable',
      )
      expect(addresses).toContain('192.0.2.7')
      expect(addresses).not.toContain('203.0.113.9')
      expect(routes).toEqual(['blackhole 192.0.2.64/28 ', '', expect.stringContaining('198.51.100.0/25')])
    })
  })

  describe('1.7', () => {
    test.each(['boot', 'dry-activate'])('%s takes the lock before it acts', async (action) => {
      const [mine, slow] = [await system('new'), await system('slow', { activation: 'sleep 4' })]
      const other = await begin()
      const running = other.start(slow)
      await other.until('activating')
      const end = await deploy(mine, action)
      expect(end.code, end.stderr).toBe(11)
      expect(end.stderr).toMatch(/^ahorn was not changed: another deploy is running, by somebody since \d{4}-/m)
      await running
      expect(await other.confirm()).toMatchObject({ code: 0 })
      const after = await deploy(mine, action)
      expect(after.code, after.stderr).toBe(0)
      expect(await is()).toEqual({
        runs: 'slow',
        profile: action === 'boot' ? 'new' : 'slow',
        boots: action === 'boot' ? 'new' : 'slow',
      })
    })
  })

  describe('1.8', () => {
    test('keeps a system whose activation exits with 2 where that of the old one does', async () => {
      await olds({ activation: 'exit 2' })
      const end = await deploy(await system('new', { activation: 'exit 2' }))
      expect(end.code, end.stdout + end.stderr).toBe(0)
      expect(await is()).toEqual(renewed)
    })
    test('rolls back one whose activation exits with 2 where that of the old one does not', async () => {
      expect(said(await deploy(await system('new', { activation: 'exit 2' })))).toEqual({
        code: 10,
        said: expect.stringContaining('activation ended with exit code 2'),
      })
      expect(await is()).toEqual(old)
    })
    test('rolls back to one whose activation exits with 2', async () => {
      await olds({ activation: 'exit 2' })
      const { start, confirm } = await begin()
      expect(await start(await system('new', { activation: 'exit 2' }))).toMatchObject({ code: 0 })
      expect(await confirm('no')).toMatchObject({ code: 10 })
      expect(await is()).toEqual(old)
    })
  })

  describe('1.9', () => {
    const full = (bytes: string) => `head -c ${bytes} /dev/zero >/run/full 2>/dev/null`
    test('begins nothing where systemd could not reload', async () => {
      const path = await system('new')
      await exec(`mount -o remount,size=32M /run; ${full('20M')}`)
      const end = await deploy(path)
      await exec('rm /run/full; mount -o remount,size=50% /run')
      expect(end.code, end.stderr).toBe(11)
      expect(await exec('cat /root/activated 2>/dev/null || true')).toBe('')
    })
    test('rolls back a broken system where /run is full', async () => {
      const fails = `[Service]\nType=oneshot\nExecStart=/bin/false`
      await exec(
        `printf '%s' '${fails}' >/run/systemd/system/toy-fails.service; systemctl daemon-reload; mount -o remount,size=32M /run`,
      )
      const end = await deploy(
        await system('new', { activation: `cat /dev/zero >/run/full 2>/dev/null; systemctl start toy-fails; true` }),
      )
      await exec('rm /run/full; mount -o remount,size=50% /run; systemctl reset-failed')
      // the real one forgets which units failed, and cannot reload systemd, neither here nor on the way back
      const came = nixpkgs
        ? { code: 13, why: 'perhaps not all of it' }
        : { code: 10, why: 'these units failed: toy-fails.service' }
      expect(said(end)).toEqual({ code: came.code, said: expect.stringContaining(came.why) })
      expect(await is()).toEqual(old)
    })
    test('keeps nothing where it cannot tell which units failed', async () => {
      const { start, confirm, folder } = await begin()
      await start(await system('new'))
      await exec('mkdir -p /run/hidden; mount --bind /usr/bin/false $(readlink -f $(type -P systemctl))')
      const confirming = confirm()
      await vi.waitUntil(async () => (await exec(`readlink ${folder}/state`)).startsWith('reverting'), {
        timeout: 20_000,
      })
      await exec('umount $(readlink -f $(type -P systemctl))')
      expect(said(await confirming)).toEqual({
        code: 10,
        said: expect.stringContaining('which units failed is unknown'),
      })
      expect(await is()).toEqual(old)
    })
  })

  describe('1.10', () => {
    test('is not started again and again where it cannot run', async () => {
      const { start, folder } = await begin()
      await start(await system('new'))
      await exec(
        `chmod 600 ${folder}/guard; echo 'kill -KILL $$' >${folder}/guard; systemctl kill --signal=KILL lollypops-activate`,
      )
      await vi.waitUntil(
        async () =>
          /^(inactive|failed)/.test(await exec('systemctl show --property=ActiveState --value lollypops-activate')),
        {
          timeout: 60_000,
          interval: 200,
        },
      )
      await exec(`${first}/bin/switch-to-configuration test`)
      expect(await deploy(await system('new'))).toMatchObject({ code: 0 })
    })
  })

  describe('1.11', () => {
    test.each<[string, string, string[]]>([
      ['a system that is not there', '/nix/store/none', []],
      ['what is no system', '/etc', []],
      ['an unknown parameter', '/etc', ['PATH=/tmp']],
      ['a value that is no number', '/etc', ['confirm=a[$(touch /root/owned)]']],
    ])('exits with 11 for %s', async (_, path, words) => {
      const end = await deploy(path, 'switch', ...words)
      expect(end.code, end.stderr).toBe(11)
      expect(end.stderr).toMatch(/^ahorn was not changed: /)
      expect(await exec('ls /root/owned 2>/dev/null || true')).toBe('')
      expect(await is()).toEqual(old)
    })
    test('takes hostile values as they are', async () => {
      const value = `'"; touch /root/owned; $(touch /root/owned)\n*`
      const end = await deploy(await system('new'), 'switch', `by=${value}`, `ignore=${value}`, `revision=${value}`)
      expect(end.code, end.stderr).toBe(0)
      expect(await exec('ls /root/owned 2>/dev/null || true; cat /var/lib/lollypops/system')).toContain(value)
    })
    test('says which program is missing', async () => {
      const { folder } = await begin()
      expect(await ssh('', `PATH=/none /bin/bash ${folder}/guard start /etc switch`)).toMatchObject({
        code: 11,
        stderr: expect.stringMatching(
          /: systemd-run: not found\n(.*\n)*.*was not changed: a program is missing, see above/,
        ),
      })
    })
    test('is not disturbed by a .bashrc that prints', async () => {
      await exec('cp /root/.bashrc /root/bashrc; (echo echo noise; cat /root/bashrc) >/root/.bashrc')
      const end = await deploy(await system('new'))
      await exec('mv /root/bashrc /root/.bashrc')
      expect(end.code, end.stderr).toBe(0)
    })
    test('gives switch-to-configuration the environment of nixos-rebuild, and shows only what it prints', async () => {
      const activation = 'env >/root/environment; echo visible; logger noise; runuser --login alice -c true'
      const { start } = await begin()
      const { stdout } = await start(await system('new', { activation }), 'test', 'NIXOS_INSTALL_BOOTLOADER=1')
      expect(stdout).toMatch(/^visible$/m)
      expect(stdout).not.toMatch(/noise|pam_unix/)
      const environment = (await exec('cat /root/environment')).split('\n')
      expect(environment).toEqual(expect.arrayContaining(['NIXOS_ACTION=test', 'NIXOS_INSTALL_BOOTLOADER=1']))
      expect(environment.filter((line) => /^(LC_ALL|PROFILE|action|new|by)=/.test(line))).toEqual([])
    })
  })

  describe('1.12', () => {
    const checks = `[ "$1" = boot ] || { echo 'dbus-daemon -> dbus-broker'; exit 1; }`
    test('asks the new system before anything is touched, and names the reason and the remedy', async () => {
      const path = await system('new', { checks })
      const end = await deploy(path)
      expect(said(end)).toEqual({
        code: 11,
        said: expect.stringMatching(/dbus-daemon -> dbus-broker.*REBUILD_ACTION=boot, then restart/s),
      })
      expect(await exec('cat /root/activated 2>/dev/null || true')).toBe('')
      expect(await deploy(path, 'boot')).toMatchObject({ code: 0 })
      expect(await is()).toEqual({ runs: 'old', profile: 'new', boots: 'new' })
    })
  })
})
