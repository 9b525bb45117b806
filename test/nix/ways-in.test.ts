import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { tempDir } from '../support/temp.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const inTest = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** A copy of an example, with its flake.nix changed. */
function copyOf(name: string, change = (flake: string) => flake): string {
  const dir = join(tempDir(), 'example')
  cpSync(inTest(name), dir, { recursive: true })
  const flake = join(dir, 'flake.nix')
  if (name.includes('flake-parts')) writeFileSync(flake, change(readFileSync(flake, 'utf8')))
  return dir
}

needs('root', 'nix')('a way in', { skip: Boolean(realNixpkgs) }, () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet()
  })

  test('by flake-parts', async () => {
    const inputs: [RegExp, string][] = [
      [/github:NixOS[^"]*/, fleet.nixpkgs],
      [/github:hercules-ci[^"]*/, `path:${process.env.FLAKE_PARTS ?? inTest('flake-parts')}`],
      [/git\+https:[^"]*/, fleet.lollypops],
    ]
    const dir = copyOf('example-flake-parts', (text) => inputs.reduce((all, [from, to]) => all.replace(from, to), text))
    await fleet.nix.output('nix', ['flake', 'check', `path:${dir}`])
    expect(await fleet.nix.output('nix', ['run', `path:${dir}#deploy-ahorn`, '--', '--list'])).toMatch(/^check\b/m)
    expect(await fleet.nix.output('nix', ['run', `path:${dir}#launch`, '--', '--list'])).toMatch(/^ahorn /m)
  })

  describe('without flakes', () => {
    let dir: string
    beforeAll(() => {
      const store = (url: string) => /^path:([^?]*)/.exec(url)![1]
      dir = copyOf('example-without-flakes')
      mkdirSync(join(dir, 'npins'))
      writeFileSync(
        join(dir, 'npins/default.nix'),
        `{ nixpkgs = ${store(fleet.nixpkgs)}; lollypops = ${store(fleet.lollypops)}; }`,
      )
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
