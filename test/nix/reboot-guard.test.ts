import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, startFleet } from './fleet.ts'

needs('root', 'nix')('what a guarded reboot needs of a system', () => {
  let fleet: Fleet
  let dir: string
  const config = (host: string, path: string) => fleet.evaluate(dir, `nixosConfigurations.${host}.config.${path}`)
  const host = (boot: string, settings = 'reboot = "always";') => `{ lib, ... }: {
    networking.hostName = "host";
    boot.loader = { ${boot} };
    boot.kernelParams = [ "quiet" ];
    lollypops.deployment = { ${settings} };
  }`
  const systemdBoot = 'systemd-boot.enable = true;'
  const nodev = 'grub.device = lib.mkForce "nodev";'

  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake({
      'systemd-boot': host(systemdBoot, 'reboot = "when-needed";'),
      grub: host(''),
      'grub-efi': host(`${nodev} grub.efiSupport = true;`),
      never: host(systemdBoot, ''),
      unguarded: host(systemdBoot, 'rollback.enable = false;'),
      off: host(systemdBoot, 'reboot = "always"; reboot-guard = false;'),
      menu: host(nodev),
      saved: host(`grub.default = "saved";`),
      password: host(`grub.users.root.password = "x";`),
      mirrored: host('grub.mirroredBoots = [ { path = "/boot1"; devices = [ "/dev/sda" ]; } ];'),
      extlinux: host('grub.enable = false;'),
    })
  })

  test('what a loss of power leaves whole, with or without it', async () => {
    expect(await config('never', 'nix.settings.sync-before-registering')).toBe(true)
    const settle = 'systemd.services.lollypops-settle'
    expect(await config('never', settle)).toMatchObject({
      wantedBy: ['multi-user.target'],
      unitConfig: { ConditionPathIsSymbolicLink: '/nix/var/nix/profiles/system-before' },
      serviceConfig: { ExecStart: expect.stringMatching(/bash \/nix\/store\/\S+-settle\.sh$/) },
    })
    expect(Object.keys((await config('unguarded', 'systemd.services')) as object)).not.toContain('lollypops-settle')
  })

  test.each(['systemd-boot', 'grub', 'grub-efi'])(
    'a kernel that reboots when it panics, and a unit that nothing keeps from starting: %s',
    async (name) => {
      expect(await config(name, 'boot.kernelParams')).toEqual(
        expect.arrayContaining(['quiet', 'panic=10', 'boot.panic_on_fail']),
      )
      expect(await config(name, 'systemd.services.lollypops-reboot-guard')).toMatchObject({
        wantedBy: ['sysinit.target'],
        restartIfChanged: false,
        unitConfig: { DefaultDependencies: false, ConditionPathExists: '/nix/var/lollypops-reboot/armed' },
        serviceConfig: { ExecStart: expect.stringMatching(/bash \/nix\/var\/lollypops-reboot\/guard wait$/) },
      })
    },
  )

  test('the programs of GRUB, for the unit and for a login', async () => {
    for (const [name, grub] of [
      ['grub', /-grub(-2\S*)?$/],
      ['grub-efi', /-grub-(efi|2\S*)$/],
    ] as const) {
      const found = [expect.stringMatching(grub)]
      expect(await config(name, 'systemd.services.lollypops-reboot-guard.path')).toEqual(expect.arrayContaining(found))
      expect(await config(name, 'environment.systemPackages')).toEqual(expect.arrayContaining(found))
    }
    expect(await config('systemd-boot', 'environment.systemPackages')).not.toEqual(
      expect.arrayContaining([expect.stringContaining('grub')]),
    )
  })

  test.each(['never', 'off', 'menu', 'saved', 'password', 'mirrored', 'extlinux'])(
    'nothing where there is none: %s',
    async (name) => {
      expect(await config(name, 'boot.kernelParams')).not.toContain('panic=10')
      expect(Object.keys((await config(name, 'systemd.services')) as object)).not.toContain('lollypops-reboot-guard')
    },
  )
})
