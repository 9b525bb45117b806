import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '../../src/description/host.ts'
import type { Nix } from '../support/nix.ts'
import { tempDir } from '../support/temp.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** The Nix blocks of docs/secrets.md, by heading; further ones below a heading have a number behind it. */
export function documented(): Map<string, string> {
  const blocks = new Map<string, string>()
  let heading = ''
  for (const [, title, block] of readFileSync(join(project, 'docs/secrets.md'), 'utf8').matchAll(
    /^## (.*)$|^```nix\n([\s\S]*?)^```$/gm,
  )) {
    if (title !== undefined) heading = title
    else
      blocks.set(
        [
          heading,
          ...(blocks.has(heading) ? [[...blocks.keys()].filter((key) => key.startsWith(heading)).length + 1] : []),
        ].join(' '),
        block!,
      )
  }
  return blocks
}

/** What Nix makes of such a block; `files` lie beside the module that it is in. */
export async function evaluated(nix: Nix, block: string, files: Record<string, Buffer> = {}): Promise<Host['secrets']> {
  const dir = tempDir()
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes)
  writeFileSync(join(dir, 'module.nix'), `{ pkgs, ... }: {\n${block}}\n`)
  writeFileSync(
    join(dir, 'secrets.nix'),
    `let
      lib = import (/. + ${JSON.stringify(join(project, 'test/nixpkgs/lib'))});
      modules = [ (/. + ${JSON.stringify(join(project, 'nix/modules/darwin.nix'))}) ./module.nix { _module.args.pkgs = import (/. + ${JSON.stringify(join(project, 'test/nixpkgs'))}) { config = { }; overlays = [ ]; }; } ];
      inherit ((lib.evalModules { inherit modules; }).config.lollypops) secrets;
    in {
      inherit (secrets) prune jobs;
      files = builtins.mapAttrs (_: file: removeAttrs file [ "vault-name" "_module" ]) secrets.files;
    }`,
  )
  return JSON.parse(await nix.output('nix', ['eval', '--impure', '--json', '--file', join(dir, 'secrets.nix')]))
}
