import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Nix, privateNix } from '../support/nix.ts'
import { program } from '../support/program.ts'
import type { RunResult } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** A file of the project, as an expression in Nix. */
export const inProject = (name: string) => `(/. + ${JSON.stringify(join(project, name))})`

/** A whole nixpkgs to test against, by NIXPKGS=FOLDER; without it the small one below test/nixpkgs, which also builds. */
export const realNixpkgs = process.env.NIXPKGS

/** What a real NixOS does not evaluate without. */
const hardware = `{
  boot.loader.grub.device = "/dev/sda";
  fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
  system.stateVersion = "24.05";
}`

export interface Fleet {
  nix: Nix
  /** Nix URLs of the two inputs, in the store and locked. */
  nixpkgs: string
  lollypops: string
  /**
   * A flake whose hosts are these modules, by attribute name; an expression that is no module begins with `=`.
   * @param outputs more attributes of its outputs, as Nix
   */
  flake(hosts: Record<string, string>, outputs?: string): string
  /** Evaluates an attribute of a flake. */
  evaluate(dir: string, attribute: string): Promise<unknown>
  /** The standard error of an evaluation that must fail. */
  refusal(dir: string, attribute: string): Promise<string>
  /** Builds an attribute; what it says on failure is in stderr. */
  build(dir: string, attribute: string): Promise<RunResult & { path: string }>
}

/** A private store with nixpkgs and this lollypops in it, bundled just now. */
export async function startFleet(nix = privateNix()): Promise<Fleet> {
  const store = async (dir: string, ...options: string[]) => {
    const metadata = await nix.output('nix', ['flake', 'metadata', '--json', `path:${dir}`, ...options])
    return (JSON.parse(metadata) as { url: string }).url
  }
  const nixpkgs = await store(realNixpkgs ?? smallNixpkgs())
  const lollypops = await store(copyOfProject(), '--override-input', 'nixpkgs', nixpkgs)
  const evaluation = (dir: string, attribute: string) =>
    nix.run('nix', ['eval', '--json', '--option', 'eval-cache', 'false', `path:${dir}#${attribute}`])

  return {
    nix,
    nixpkgs,
    lollypops,
    flake(hosts, outputs = '') {
      const dir = join(tempDir(), 'fleet')
      mkdirSync(dir)
      writeFileSync(join(dir, 'flake.nix'), flakeText(nixpkgs, lollypops, hosts, outputs))
      return dir
    },
    async evaluate(dir, attribute) {
      const { code, stdout, stderr } = await evaluation(dir, attribute)
      if (code !== 0) throw new Error(stderr)
      return JSON.parse(stdout)
    },
    async refusal(dir, attribute) {
      const { code, stdout, stderr } = await evaluation(dir, attribute)
      if (code === 0) throw new Error(`${attribute} evaluates, to ${stdout}`)
      return stderr
    },
    async build(dir, attribute) {
      const result = await nix.run('nix', [
        'build',
        '--no-link',
        '--json',
        '--print-build-logs',
        `path:${dir}#${attribute}`,
      ])
      const path = result.code === 0 ? (JSON.parse(result.stdout) as [{ outputs: { out: string } }])[0].outputs.out : ''
      return { ...result, path }
    },
  }
}

/** test/nixpkgs, which takes its tools from the system's folders, with this Node, wherever that is. */
function smallNixpkgs(): string {
  const dir = join(tempDir(), 'nixpkgs')
  cpSync(join(project, 'test/nixpkgs'), dir, { recursive: true })
  const file = join(dir, 'default.nix')
  writeFileSync(file, readFileSync(file, 'utf8').replace('path = "', `path = "${dirname(process.execPath)}:`))
  return dir
}

/** What a flake of lollypops holds, without what only git or npm know. */
export function copyOfProject(): string {
  const dir = tempDir()
  for (const name of ['flake.nix', 'default.nix', 'nix', 'templates', 'test/example'])
    cpSync(join(project, name), join(dir, name), { recursive: true })
  cpSync(dirname(program('launch')), join(dir, 'dist'), { recursive: true })
  return dir
}

function flakeText(nixpkgs: string, lollypops: string, hosts: Record<string, string>, outputs: string): string {
  const host = (module: string) => (module.startsWith('=') ? module.slice(1) : `host (${module})`)
  const systems = Object.entries(hosts).map(([name, module]) => `${JSON.stringify(name)} = ${host(module)};`)
  return `{
  inputs.nixpkgs.url = "${nixpkgs}";
  inputs.lollypops.url = "${lollypops}";
  inputs.lollypops.inputs.nixpkgs.follows = "nixpkgs";
  outputs = { self, nixpkgs, lollypops }:
    let
      system = "x86_64-linux";
      pkgs = nixpkgs.legacyPackages.\${system};
      plain = module: nixpkgs.lib.nixosSystem { inherit system; modules = [ ${hardware} module ]; };
      host = module: plain { imports = [ lollypops.nixosModules.default module ]; };
      scripts = { inherit pkgs; flake = self; };
    in
    {
      nixosConfigurations = { ${systems.join('\n')} };
      packages.\${system} = lollypops.lib.deployPackages scripts;
      apps.\${system} = lollypops.lib.deployApps scripts;
      checks.\${system} = lollypops.lib.deployChecks scripts;
      ${outputs}
    };
}
`
}
