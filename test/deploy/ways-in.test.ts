import { beforeAll, expect, test } from 'vitest'
import { type Fleet, startFleet } from '../nix/fleet.ts'
import { deployer } from '../support/deployer.ts'
import { exampleWithFlakeParts, exampleWithoutFlakes } from '../support/examples.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'

needs(
  'root',
  'lab',
  'nix',
)('an example deploys', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { run } = deployer(lab, nix)
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet(nix)
  })
  const deployed = () => lab.exec('ahorn', 'readlink -f /run/current-system /nix/var/nix/profiles/system')

  test('with flake-parts', async () => {
    const { path, stderr } = await fleet.build(
      exampleWithFlakeParts(fleet, 'environment.etc.way.text = "flake-parts"; lollypops.deployment.build = "local";'),
      'packages.x86_64-linux.deploy-ahorn',
    )
    expect(path, stderr).not.toBe('')
    const { code, stdout, stderr: said } = await run(path)
    expect(code, stdout + said).toBe(0)
    expect(await lab.exec('ahorn', 'cat /run/current-system/etc/way')).toBe('flake-parts')
  })

  test('without flakes', async () => {
    const dir = exampleWithoutFlakes(fleet)
    const before = await deployed()
    const script = (
      await nix.output('nix-build', ['--no-out-link', 'deploy.nix', '-A', 'deploy-ahorn'], { cwd: dir })
    ).trim()
    const { code, stdout, stderr } = await run(script)
    expect(code, stdout + stderr).toBe(0)
    expect(await deployed()).not.toBe(before)
    expect(await deployed()).toMatch(/^(\S+-nixos-system-ahorn\S*)\n\1$/)
    expect(await lab.exec('ahorn', 'cat /var/src/lollypops/flake/ahorn.nix')).toContain('networking.hostName = "ahorn"')
  })
})
