import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFleet } from '../nix/fleet.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { check, host } from '../support/hosts.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { output } from '../support/run.ts'
import { toyFlake } from '../support/toy-flake.ts'
import { type Parts, sentence } from '../support/toy-host.ts'
import { generationEntries, grubMenu } from './boot-loader.ts'

const machines = fileURLToPath(new URL('machine.sh', import.meta.url))
const number = process.env.VM_MACHINE ?? '1'
const loaders = {
  'systemd-boot': {
    nix: 'boot.loader.systemd-boot.enable = true;',
    boot: generationEntries,
    /** Prints the system that it starts. */
    starts: `sed -nE 's/.* system=([^ ]+).*/\\1/p' /boot/loader/entries/$(sed -n 's/^default //p' /boot/loader/loader.conf)`,
    remembers: "ls /sys/firmware/efi/efivars | grep -E 'LoaderEntry(Default|OneShot)'",
  },
  grub: {
    nix: '',
    boot: grubMenu,
    starts: "sed -nE 's/.* system=([^ ]+).*/\\1/p' /boot/grub/grub.cfg | head -n 1",
    remembers: "grub-editenv - list | grep -v '^next_entry=$'",
  },
}
const loader = loaders[(process.env.VM_LOADER ?? 'systemd-boot') as keyof typeof loaders]
const unit = '/etc/systemd/system/lollypops-reboot-guard.service'

interface Service {
  wantedBy: string[]
  startLimitIntervalSec: number
  unitConfig: Record<string, unknown>
  serviceConfig: Record<string, unknown>
}

/** As NixOS writes it. */
function unitText({ wantedBy, startLimitIntervalSec, unitConfig, serviceConfig }: Service): string {
  const section = (name: string, settings: object) =>
    [`[${name}]`, ...Object.entries(settings).map(([key, value]) => `${key}=${String(value)}`), ''].join('\n')
  return [
    section('Unit', { ...unitConfig, StartLimitIntervalSec: startLimitIntervalSec }),
    section('Service', serviceConfig),
    section('Install', { WantedBy: wantedBy.join(' ') }),
  ].join('\n')
}

// What these do instead of starting systemd, or before that, when the machine boots them; not when they are activated.
const inits = {
  well: 'exec /lib/systemd/systemd',
  panics: 'exit 1',
  'has no network': `mkdir -p /run/systemd/system
ln -s /dev/null /run/systemd/system/systemd-networkd.service
exec /lib/systemd/systemd`,
  'waits for a disk that is not there': `mkdir -p /run/systemd/system/local-fs.target.requires
printf '%s\\n' '[Mount]' What=/dev/none Where=/data >/run/systemd/system/data.mount
ln -s ../data.mount /run/systemd/system/local-fs.target.requires
exec /lib/systemd/systemd`,
}

needs(
  'root',
  'debian',
  'nix',
)('a machine that reboots into its new system', () => {
  const nix = privateNix()
  const machine = (command: string) => output(machines, [command, number], { timeout: 900_000 })
  let dir = ''
  const lab = {
    get env() {
      return { PATH: `${dir}/bin:${process.env.PATH}`, HOME: `${dir}/home` }
    },
  }
  const { deploy } = deployer(lab, nix)
  const ssh = (script: string, input = '') => output(`${dir}/bin/ssh`, ['ahorn', script], { timeout: 300_000, input })

  /** Deploys a system of this name, reboots into it, and says what has come of it. */
  const reboot = async (message: string, init: keyof typeof inits, parts: Parts = {}) => {
    const build = `mkdir -p $out/etc/systemd/system
touch $out/etc/systemd/system/lollypops-reboot-guard.service
[ "$message" != good ] || mkdir $out/specialisation # GRUB has a submenu for it
cat >$out/init <<'INIT'
#!/bin/sh
ln -sfn "\${0%/*}" /run/booted-system
${inits[init]}
INIT
chmod +x $out/init`
    const deployment = {
      ...parts.deployment,
      reboot: 'always' as const,
      ssh: { host: 'ahorn' },
      rollback: { 'activation-timeout': 110 },
    }
    const toy = withFlake(host({ ...parts, deployment }), await toyFlake(nix, message, { build, boot: loader.boot }))
    const begin = performance.now()
    const result = await deploy(toy, ['deploy-flake', 'rebuild'], { timeout: 1_200_000 })
    const took = Math.round((performance.now() - begin) / 1000)
    const said = `${sentence(result, 'ahorn')} (exit code ${result.code}, ${took} s)`
    console.log(`${message}, ${init}: ${said}`)
    return { code: result.code, text: result.stdout + result.stderr, said: sentence(result, 'ahorn') }
  }
  const is = async () => {
    const [booted, profile, starts, ...rest] = (
      await ssh(`cat /run/booted-system/message /nix/var/nix/profiles/system/message
        cat "$(${loader.starts})/message"
        ${loader.remembers}; ls /nix/var/lollypops-reboot | grep -v outcome`)
    ).split('\n')
    return { booted, profile, starts, rest }
  }
  const whole = (message: string) => ({ booted: message, profile: message, starts: message, rest: ['guard'] })

  beforeAll(async () => {
    const fleet = await startFleet()
    const flake = fleet.flake({
      ahorn: `{
        networking.hostName = "ahorn";
        ${loader.nix}
        lollypops.deployment.reboot = "always";
      }`,
    })
    const at = 'nixosConfigurations.ahorn.config.systemd.services.lollypops-reboot-guard'
    const service = (await fleet.evaluate(flake, at)) as Service
    await machine('base')
    await machine('down')
    dir = await machine('dir')
    await machine('up')
    await ssh(
      `cat >${unit} && systemctl daemon-reload && systemctl enable --quiet lollypops-reboot-guard`,
      unitText(service),
    )
    const first = await reboot('begin', 'well')
    expect(first.code, first.text).toBe(0)
    expect(first.text).toMatch(/^ahorn reboots unguarded: \S+-first lacks the unit lollypops-reboot-guard\.$/m)
  }, 1_800_000)
  afterAll(async () => {
    if (dir) await machine('down')
  }, 60_000)

  test('keeps a good one, and boots it again', async () => {
    const { code, text } = await reboot('good', 'well')
    expect(code, text).toBe(0)
    expect(text).toMatch(/^ahorn is back\.$/m)
    expect(await is()).toEqual(whole('good'))
    await machine('cut')
    await machine('up')
    expect(await is()).toEqual(whole('good'))
  }, 1_800_000)

  test('goes back where a health check fails after the reboot', async () => {
    const old = (await is()).booted!
    const onlyBefore = '[[ ! /run/booted-system -ef /run/current-system ]]'
    const checks = { disk: check({ 'host-command': onlyBefore, tries: 1 }) }
    const { code, text, said } = await reboot('unwell', 'well', { deployment: { 'health-checks': checks } })
    expect(code, text).toBe(10)
    expect(said).toMatch(/these health checks failed: disk/)
    expect(await is()).toEqual(whole(old))
  }, 1_800_000)

  test.each([
    ['panics', /did not come up/],
    ['has no network', /nobody could log in and confirm it within 140 s/],
    ['waits for a disk that is not there', /nobody could log in and confirm it within 140 s/],
  ] as const)(
    'is back in the old one by itself where the new one %s',
    async (init, why) => {
      const old = (await is()).booted!
      const { code, text, said } = await reboot(`bad-${Object.keys(inits).indexOf(init)}`, init)
      expect(code, text).toBe(10)
      expect(said).toMatch(/^ahorn rolled back to /)
      expect(said).toMatch(why)
      expect(await is()).toEqual(whole(old))
    },
    1_800_000,
  )
})
