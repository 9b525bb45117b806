import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Fleet } from '../nix/fleet.ts'
import { tempDir } from './temp.ts'

const inTest = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** A copy of the example with flake-parts, with inputs that are here; what `host` says is added to its host. */
export function exampleWithFlakeParts(fleet: Fleet, host = ''): string {
  const dir = copyOf('example-flake-parts')
  const inputs: [RegExp, string][] = [
    [/github:NixOS[^"]*/, fleet.nixpkgs],
    [/github:hercules-ci[^"]*/, `path:${process.env.FLAKE_PARTS ?? inTest('flake-parts')}`],
    [/git\+https:[^"]*/, fleet.lollypops],
  ]
  edit(join(dir, 'flake.nix'), (text) => inputs.reduce((all, [from, to]) => all.replace(from, to), text))
  edit(join(dir, 'ahorn.nix'), (text) => text.replace(/\}\n$/, () => `${host}}\n`))
  return dir
}

/** A copy of the example without flakes, pinned to what is here. */
export function exampleWithoutFlakes(fleet: Fleet): string {
  const dir = copyOf('example-without-flakes')
  const store = (url: string) => /^path:([^?]*)/.exec(url)![1]
  mkdirSync(join(dir, 'npins'))
  writeFileSync(
    join(dir, 'npins/default.nix'),
    `{ nixpkgs = ${store(fleet.nixpkgs)}; lollypops = ${store(fleet.lollypops)}; }`,
  )
  return dir
}

function copyOf(name: string): string {
  const dir = join(tempDir(), 'example')
  cpSync(inTest(name), dir, { recursive: true })
  return dir
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}
