import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { nixOf, type Suite } from '../support/nix-suites.ts'
import { tempDir } from '../support/temp.ts'
import { copyOfProject, type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const example = fileURLToPath(new URL('../example', import.meta.url))

/** The flake for users to start with, with the inputs of the test in place of those on the network. */
function exampleFlake({ nixpkgs, lollypops }: Fleet): string {
  const dir = join(tempDir(), 'example')
  cpSync(example, dir, { recursive: true })
  const flake = join(dir, 'flake.nix')
  const text = readFileSync(flake, 'utf8')
  writeFileSync(flake, text.replace(/github:NixOS[^"]*/, nixpkgs).replace(/git\+https:[^"]*/, lollypops))
  return dir
}

const skip = Boolean(realNixpkgs)

needs('root', 'nix')('nix flake check', { skip }, () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet()
  })

  test('passes in the flake to start with', async () => {
    await fleet.nix.output('nix', ['flake', 'check', `path:${exampleFlake(fleet)}`])
  })

  test('passes in a flake that has a host without the module', async () => {
    const dir = fleet.flake({
      ahorn: '{ networking.hostName = "ahorn"; }',
      plain: '= plain { networking.hostName = "plain"; }',
    })
    await fleet.nix.output('nix', ['flake', 'check', `path:${dir}`])
  })

  test('fails when shellcheck finds something in a script', async () => {
    const dir = fleet.flake({ ahorn: '{ networking.hostName = "ahorn"; lollypops.secrets.files.x.cmd = "echo $@"; }' })
    const { code, stderr } = await fleet.nix.run('nix', ['flake', 'check', `path:${dir}`])
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('deploy-ahorn')])
  })

  test('passes here', async () => {
    await fleet.nix.output('nix', [
      'flake',
      'check',
      `path:${copyOfProject()}`,
      '--override-input',
      'nixpkgs',
      fleet.nixpkgs,
    ])
  })

  test('builds the same program when only a text that it does not read has changed', async () => {
    const dir = copyOfProject()
    const program = () =>
      fleet.nix.output('nix', [
        'eval',
        '--raw',
        `path:${dir}#packages.x86_64-linux.default.drvPath`,
        '--override-input',
        'nixpkgs',
        fleet.nixpkgs,
      ])
    const before = await program()
    writeFileSync(join(dir, 'README.md'), 'changed')
    expect(await program()).toBe(before)
    writeFileSync(join(dir, 'templates/deploy.sh.ejs'), 'changed')
    expect(await program()).not.toBe(before)
  })
})

needs('lab', 'nix')('newer Nix', { skip, timeout: 600_000 }, () => {
  test.each<Suite>(['trixie', 'sid'])('of %s checks, builds and evaluates as this one does', async (suite) => {
    const here = await startFleet()
    const dir = exampleFlake(here)
    const PATH = `${await nixOf(suite)}:${process.env.PATH}`
    await here.nix.output('nix', ['flake', 'check', `path:${dir}`], { env: { PATH } })
    const script = 'packages.x86_64-linux.deploy-ahorn.drvPath'
    const there = await here.nix.output('nix', ['eval', '--json', `path:${dir}#${script}`], { env: { PATH } })
    expect(JSON.parse(there)).toBe(await here.evaluate(dir, script))
  })
})
