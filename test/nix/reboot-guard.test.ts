import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, startFleet } from './fleet.ts'

needs('root', 'nix')('what a guarded reboot needs of a system', () => {
  let fleet: Fleet
  let dir: string
  const config = (host: string, path: string) => fleet.evaluate(dir, `nixosConfigurations.${host}.config.${path}`)
  const host = (systemdBoot: boolean, settings: string) => `{
    networking.hostName = "host";
    boot.loader.systemd-boot.enable = ${systemdBoot};
    boot.kernelParams = [ "quiet" ];
    lollypops.deployment = { ${settings} };
  }`

  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake({
      guarded: host(true, 'reboot = "when-needed";'),
      never: host(true, ''),
      off: host(true, 'reboot = "always"; reboot-guard = false;'),
      grub: host(false, 'reboot = "always";'),
    })
  })

  test('a kernel that reboots when it panics, and a unit that nothing keeps from starting', async () => {
    expect(await config('guarded', 'boot.kernelParams')).toEqual(
      expect.arrayContaining(['quiet', 'panic=10', 'boot.panic_on_fail']),
    )
    expect(await config('guarded', 'systemd.services.lollypops-reboot-guard')).toMatchObject({
      wantedBy: ['sysinit.target'],
      restartIfChanged: false,
      unitConfig: { DefaultDependencies: false, ConditionPathExists: '/nix/var/lollypops-reboot/armed' },
      serviceConfig: { ExecStart: expect.stringMatching(/bash \/nix\/var\/lollypops-reboot\/guard wait$/) },
    })
  })

  test.each(['never', 'off', 'grub'])('nothing where there is none: %s', async (name) => {
    expect(await config(name, 'boot.kernelParams')).not.toContain('panic=10')
    expect(Object.keys((await config(name, 'systemd.services')) as object)).not.toContain('lollypops-reboot-guard')
  })
})
