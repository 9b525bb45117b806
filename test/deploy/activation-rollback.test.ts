import { expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { type ToyHost, toyHosts } from '../support/toy-host.ts'

needs('root', 'lab', 'nix')('the task', { concurrent: true, timeout: 600_000 }, () => {
  const names = ['ahorn', 'birne']
  const lab = useLab(...names)
  const on = toyHosts(lab, ...names)

  /** Only this generation is left, and it is that of `old`. */
  const alone = async ({ exec }: ToyHost) =>
    exec(
      'nix-env --profile /nix/var/nix/profiles/system --delete-generations old && ls /nix/var/nix/profiles | grep -c system-',
    )
  const deployed = async ({ toy, rebuild }: ToyHost, ...systems: string[]) => {
    for (const system of systems) expect((await rebuild(await toy(system))).code).toBe(0)
  }
  const rollback = async ({ toy, rebuild }: ToyHost) => rebuild(await toy('unused'), {}, {}, ['rollback'])

  test('rollback goes to the generation before, twice to the one before that, and then says that there is none', () =>
    on(async (host) => {
      expect(await alone(host)).toBe('1')
      await deployed(host, 'first', 'second')
      const { code, runs, boots, said, stdout } = await rollback(host)
      expect({ code, runs, boots, said }).toEqual({ code: 0, runs: 'first', boots: 'first', said: 'ahorn runs first.' })
      expect(stdout).toMatch(/^switching profile from version \d+ to \d+$/m)
      expect(await rollback(host)).toMatchObject({ code: 0, runs: 'old', boots: 'old' })
      const { code: last, stderr, ...end } = await rollback(host)
      expect({ last, ...end }).toMatchObject({ last: 11, runs: 'old', boots: 'old' })
      expect(stderr).toContain('ahorn was not changed: there is no generation before this one\n')
    }))

  test('rollback adds no generation, and what boots is what it went back to', () =>
    on(async (host) => {
      await alone(host)
      await deployed(host, 'first', 'second')
      const generations = () => host.exec('ls /nix/var/nix/profiles | grep system-')
      const before = await generations()
      expect((await rollback(host)).code).toBe(0)
      expect(await generations()).toBe(before)
      await lab.crash(host.name)
      expect(await host.state()).toMatchObject({ runs: 'first', boots: 'first' })
    }))

  test('rollback from a system that was only tested goes to the one that boots', () =>
    on(async (host) => {
      await deployed(host, 'first')
      expect((await host.rebuild(await host.toy('tested'), {}, { env: { REBUILD_ACTION: 'test' } })).code).toBe(0)
      expect(await rollback(host)).toMatchObject({ code: 0, runs: 'first', boots: 'first' })
    }))

  test('rollback goes past generations that were collected', () =>
    on(async (host) => {
      await alone(host)
      await deployed(host, 'first', 'second')
      await host.exec(
        `cd /nix/var/nix/profiles; now=$(readlink system); now=\${now//[!0-9]/}; rm system-$((now - 1))-link`,
      )
      expect(await rollback(host)).toMatchObject({ code: 0, runs: 'old', boots: 'old' })
    }))

  test('rollback with REBUILD_ACTION=boot changes what boots, and nothing that runs', () =>
    on(async (host) => {
      await deployed(host, 'first', 'second')
      const back = await host.rebuild(await host.toy('unused'), {}, { env: { REBUILD_ACTION: 'boot' } }, ['rollback'])
      expect(back).toMatchObject({ code: 0, runs: 'second', boots: 'first' })
    }))

  test('rollback is guarded: it goes back to where it came from when nobody can log in then', () =>
    on(async (host) => {
      const once = '[ -e /root/once ] || { touch /root/once; exit; }\nsystemctl stop ssh.service'
      await host.exec('rm -f /root/once')
      expect(
        (await host.rebuild(await host.toy('locked', { activation: `ln -sfn "$here" /run/current-system\n${once}` })))
          .code,
      ).toBe(0)
      await deployed(host, 'second')
      const { code, runs, boots, said } = await rollback(host)
      expect({ code, runs, boots }).toEqual({ code: 10, runs: 'second', boots: 'second' })
      expect(said).toMatch(/^ahorn rolled back to second: nobody could log in/)
    }))

  const facts = async ({ toy, rebuild }: ToyHost) => {
    const { code, stdout, stderr } = await rebuild(await toy('unused'), {}, {}, ['status'])
    expect(code, stderr).toBe(0)
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toBe('==> status')
    return Object.fromEntries(lines.map((line) => [line.slice(0, 11).trim(), line.slice(12)]))
  }

  test('status reads, and changes nothing', () =>
    on(async (host) => {
      await deployed(host, 'first')
      const before = await snapshot(lab, host.name)
      const { system, since, booted, ...rest } = await facts(host)
      expect(changes(before, await snapshot(lab, host.name))).toEqual([])
      expect(system).toMatch(/^\/nix\/store\/\w{32}-nixos-system-first$/)
      expect(`${since} ${booted}`).toMatch(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ?){2}$/)
      expect(rest).toEqual({ revision: 'unknown', 'next boot': 'the same', reboot: 'not needed', failed: 'none' })
    }))

  test('status says what is not as it should be', () =>
    on(async (host) => {
      const source = await host.toy('tested', { files: { kernel: 'another' } })
      const revision = 'a'.repeat(40)
      expect((await host.rebuild(source, { flake: { revision } }, { env: { REBUILD_ACTION: 'test' } })).code).toBe(0)
      await host.exec('systemctl start toy-broken || true')
      const { system, since, booted, ...rest } = await facts(host)
      expect(system).toContain('tested')
      expect(rest).toEqual({
        revision,
        'next boot': expect.stringMatching(/^\/nix\/store\/\w{32}-nixos-system-old$/),
        reboot: 'needed: another kernel',
        failed: 'toy-broken.service',
      })
    }))
})
