import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { bootLoader } from '../support/boot-loader.ts'
import { guarded } from '../support/guarded.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { withSettle } from '../support/settle.ts'
import { generationEntries } from '../vm/boot-loader.ts'

const pause = 'if rm /root/pauses 2>/dev/null; then touch /root/paused; sleep 60; fi\n'
needs('root', 'lab')('power that fails while a system is made the one to boot', () => {
  const lab = useLab('ahorn')
  const { exec, system, activation } = guarded(lab, 'ahorn')
  const toy = (message: string, boot = pause + generationEntries) => system(message, { boot })

  /** Messages of the systems that have booted, of the profile, and of the boot loader; how many generations; leftovers. */
  const is = async () => {
    const [booted, profile, boots, generations, ...rest] = (
      await exec(`cd /nix/var/nix/profiles
        entry=$(sed -n 's/^default //p' /boot/loader/loader.conf)
        boots=$(sed -nE 's/.* system=([^ ]+).*/\\1/p' "/boot/loader/entries/$entry")
        for link in /run/booted-system system "$boots"; do cat "$link/message"; done
        ls | grep -c 'system-.*-link'
        ls -d system-before 2>/dev/null || true
        systemctl --failed --plain --no-legend`)
    ).split('\n')
    return { booted, profile, boots, generations: Number(generations), rest }
  }
  const whole = (message: string, generations: number) => ({
    booted: message,
    profile: message,
    boots: message,
    generations,
    rest: [],
  })

  /** Activates it and confirms. */
  const deploy = async (path: string) => {
    const { start, confirm } = await activation()
    await start(path)
    return (await confirm()).code
  }
  /** The same, and power fails in its boot loader. */
  const cut = async (path: string) => {
    await exec('touch /root/pauses; rm -f /root/paused')
    const deployed = deploy(path)
    await vi.waitUntil(() => exec('ls /root/paused 2>/dev/null || true'), { timeout: 30_000, interval: 100 })
    await lab.crash('ahorn')
    await deployed
    await vi.waitUntil(async () => (await is()).rest.length === 0, { timeout: 30_000, interval: 200 })
  }

  beforeAll(async () => {
    await bootLoader(exec)
    await exec(withSettle)
  })
  beforeEach(async () => {
    expect(await deploy(await toy('old'))).toBe(0)
    await exec('nix-env --profile /nix/var/nix/profiles/system --delete-generations old; touch /root/begun')
    await lab.reboot('ahorn')
    expect(await is()).toEqual(whole('old', 1))
  })

  test('before that is written: the previous system is the whole of it', async () => {
    await cut(await toy('new'))
    expect(await is()).toEqual(whole('old', 1))
    expect(await exec('journalctl --quiet --output=cat --unit=lollypops-settle --grep=lost')).toMatch(
      /^ahorn lost power before system-\d+-link could boot: it runs, and boots, system-\d+-link\.$/,
    )
    expect(await deploy(await toy('next'))).toBe(0)
    expect(await is()).toMatchObject({ profile: 'next', boots: 'next', rest: [] })
  })

  test('after that is written: the new system is', async () => {
    await cut(await toy('new', generationEntries + pause))
    expect(await is()).toEqual(whole('new', 2))
  })

  test('of a rollback: the generation that it goes to is kept', async () => {
    expect(await deploy(await toy('new'))).toBe(0)
    await lab.reboot('ahorn')
    await cut('previous')
    expect(await is()).toEqual(whole('new', 2))
    expect(await deploy('previous')).toBe(0)
    expect(await is()).toMatchObject({ profile: 'old', boots: 'old', rest: [] })
  })

  test('is over when somebody switches: what they made the one to boot stays that', async () => {
    // the real switch-to-configuration starts all that multi-user.target wants
    const activation = 'ln -sfn "$here" /run/current-system; systemctl start lollypops-settle || true'
    const path = await system('other', { boot: generationEntries, activation })
    await exec(`cd /nix/var/nix/profiles
      ln -sfnT "$(readlink system)" system-before
      sleep 0.1
      nix-env --profile "$PWD/system" --set ${path}
      system/bin/switch-to-configuration switch`)
    expect(await is()).toEqual({ ...whole('other', 2), booted: 'old' })
  })
})
