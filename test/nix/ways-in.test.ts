import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { exampleWithFlakeParts, exampleWithoutFlakes } from '../support/examples.ts'
import { needs } from '../support/needs.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

needs('root', 'nix')('a way in', { skip: Boolean(realNixpkgs) }, () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet()
  })

  test('by flake-parts', async () => {
    const dir = exampleWithFlakeParts(fleet)
    await fleet.nix.output('nix', ['flake', 'check', `path:${dir}`])
    expect(await fleet.nix.output('nix', ['run', `path:${dir}#deploy-ahorn`, '--', '--list'])).toMatch(/^check\b/m)
    expect(await fleet.nix.output('nix', ['run', `path:${dir}#launch`, '--', '--list'])).toMatch(/^ahorn /m)
  })

  describe('without flakes', () => {
    let dir: string
    beforeAll(() => {
      dir = exampleWithoutFlakes(fleet)
    })
    const build = async (attribute: string) => {
      const options = ['--no-out-link', join(dir, 'deploy.nix'), '-A', attribute]
      return fleet.nix.run('nix-build', options, { cwd: dir })
    }

    test('the script has the system and the source', async () => {
      const { stdout, stderr } = await build('deploy-ahorn')
      expect(stdout, stderr).toMatch(/-deploy-ahorn\n$/)
      const script = await fleet.nix.output('cat', [stdout.trim()])
      expect(script).toMatch(/\/nix\/store\/\w+-nixos-system-ahorn/)
      const [source = ''] = /\/nix\/store\/[\w-]+-example/.exec(script) ?? []
      expect(readFileSync(join(fleet.nix.root, source, 'ahorn.nix'), 'utf8')).toContain('networking.hostName = "ahorn"')
    })

    test('launch finds the hosts in deploy.nix', async () => {
      const { stdout, stderr } = await build('launch')
      const launch = `${stdout.trim()}/bin/launch`
      const { stdout: said } = await fleet.nix.run(launch, ['--list'], { cwd: dir })
      expect(said, stderr).toMatch(/^ahorn +ahorn +default /m)
      expect((await fleet.nix.run(launch, ['ahorn:status', '-n'], { cwd: dir })).stdout).toMatch(/^\[ahorn:status\] /)
    })

    test('a host that would have to build by itself is refused', async () => {
      const file = join(dir, 'ahorn.nix')
      writeFileSync(file, readFileSync(file, 'utf8').replace('build = "local";', ''))
      expect((await build('deploy-ahorn')).stderr).toContain(
        'host ahorn is in no flake, so its system is built with the script: set lollypops.deployment.build = "local"',
      )
    })
  })
})
