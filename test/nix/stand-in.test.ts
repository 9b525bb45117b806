import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, inProject, startFleet } from './fleet.ts'

const homeManager = readFileSync(fileURLToPath(new URL('home-manager.nix', import.meta.url)), 'utf8')

interface Option {
  name: string
  default: string | null
  example: string | null
}

/** Examples that speak of another flake, and what stands for them here. */
const instead: Record<string, string> = {
  'lollypops.profiles.<name>.path': 'pkgs.pass',
  'lollypops.profiles': '{ }',
}

needs('root', 'nix')('with every option set', () => {
  let fleet: Fleet
  let options: Option[]
  beforeAll(async () => {
    fleet = await startFleet()
    const expression = `import ${inProject('nix/options-json.nix')} { lib = import ${inProject('test/nixpkgs/lib')}; }`
    options = JSON.parse(await fleet.nix.output('nix', ['eval', '--impure', '--json', '--expr', expression]))
  })

  /** A module that sets each of these to its example, those of secrets, tasks, checks and profiles in one called x. */
  function examples(chosen: Option[]): string {
    const set = chosen.map(({ name, example }) => `${name.replace('<name>', 'x')} = ${instead[name] ?? example};`)
    return `{ pkgs, ... }: { networking.hostName = "ahorn"; ${set.join('\n')} }`
  }
  async function evaluateAll(module: string, also = ''): Promise<void> {
    const dir = fleet.flake(
      { ahorn: module, 'everything.example.org': '{ networking.hostName = "everything"; }' },
      also,
    )
    await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-ahorn.host')
    for (const attribute of ['packages.x86_64-linux.deploy-ahorn', 'packages.x86_64-linux.launch'])
      expect(await fleet.evaluate(dir, `${attribute}.drvPath`)).toMatch(/\.drv$/)
    for (const program of ['login', 'run'])
      expect(
        await fleet.evaluate(dir, `nixosConfigurations.ahorn.config.lollypops.deployment.ssh.${program}.drvPath`),
      ).toMatch(/\.drv$/)
  }

  test('to its default', () => evaluateAll('{ networking.hostName = "ahorn"; }'))

  test('to its example', async () => {
    const leaves = options.filter(
      ({ name, example }) => example !== null && !/\.(files|extraTasks|health-checks)$/.test(name),
    )
    expect(leaves.length).toBeGreaterThan(45)
    await evaluateAll(examples(leaves))
  })

  test('in the home of a user', async () => {
    const secrets = options.filter(
      ({ name, example }) => /^lollypops\.secrets\.(?!files$|prune|jobs)/.test(name) && example !== null,
    )
    const home = examples(secrets).replace(
      'networking.hostName = "ahorn";',
      'imports = [ lollypops.homeModules.default ];',
    )
    await evaluateAll(`{
      imports = [ (${homeManager}) ];
      networking.hostName = "ahorn";
      home-manager.users.alice = ${home};
      home-manager.users.bob = { ... }: { imports = [ lollypops.hmModule ]; lollypops.secrets.files.token = { }; };
    }`)
  })
})
