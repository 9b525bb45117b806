import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { tempDir } from '../support/temp.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tested = new Set(['secrets.md', 'options.md']) // by other tests

/** The Nix in the documentation, by page and number, but for what other tools read. */
const blocks = readdirSync(join(root, 'docs'))
  .filter((page) => page.endsWith('.md') && !tested.has(page))
  .flatMap((page) =>
    [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/(<!-- before -->\n\n)?^```nix\n([\s\S]*?)^```$/gm)]
      .filter(([, before]) => before === undefined)
      .map(([, , text = ''], i) => ({ name: `${page.replace('.md', '')}-${i + 1}`, text })),
  )
const flakes = blocks.filter(({ text }) => text.includes('outputs ='))
const modules = blocks.filter((block) => !flakes.includes(block))

/** What the blocks set besides lollypops, and the names that stand for something in them. */
const around = `
  options = builtins.mapAttrs (_: _: lib.mkOption { type = lib.types.raw; default = { }; }) { sops = 0; age = 0; security = 0; }
    // { environment.persistence = lib.mkOption { type = lib.types.raw; default = { }; }; };
`
const moduleOf = ({ name, text }: { name: string; text: string }) =>
  `{ pkgs, lib, ... }: let alice = pkgs.pass; in { ${around}
    config = {
      ${text.includes('networking.hostName') ? '' : `networking.hostName = "${name}";`}
      ${text.replace(/^fileSystems.*$/m, '')}
    };
  }`

needs('root', 'nix')('in the guides', { skip: Boolean(realNixpkgs) }, () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(Object.fromEntries(modules.map((block) => [block.name, moduleOf(block)])))
  })

  /** A folder with this flake, and with hardware in place of the hosts' own modules. */
  function flakeOf(text: string): string {
    const folder = tempDir()
    const inputs = text.replace(/github:NixOS[^"]*/, fleet.nixpkgs).replace(/git\+https:[^"]*/, fleet.lollypops)
    writeFileSync(join(folder, 'flake.nix'), inputs)
    for (const file of ['configuration.nix', 'ahorn.nix'])
      cpSync(join(root, 'test/example/common.nix'), join(folder, file))
    return folder
  }
  async function built(flake: string, host: string): Promise<void> {
    const { path, stderr } = await fleet.build(flake, `packages.x86_64-linux.deploy-${host}`)
    expect(path, stderr).not.toBe('')
  }

  test.each(modules)('$name builds', async ({ name }) => built(dir, name))
  test.each(flakes)('$name is a flake that builds', async ({ text }) => built(flakeOf(text), 'ahorn'))

  test('the lines that the README adds make a flake that builds', async () => {
    const [, diff = ''] = /```diff\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
    await built(flakeOf(diff.replace(/^-.*\n/gm, '').replace(/^[+ ]/gm, '')), 'ahorn')
  })

  test('the template is there without a network', async () => {
    const folder = join(tempDir(), 'hosts')
    cpSync(join(root, 'test/example'), join(folder, 'test/example'), { recursive: true })
    cpSync(join(root, 'test/flake.nix'), join(folder, 'test/flake.nix'))
    await fleet.nix.output('nix', ['flake', 'new', '--template', './test', 'mine'], { cwd: folder })
    expect(readdirSync(join(folder, 'mine')).sort()).toEqual(readdirSync(join(root, 'test/example')).sort())
    expect(readFileSync(join(folder, 'mine/.gitignore'), 'utf8')).toBe('result\nresult-*\n')
  })
})
