import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { tempDir } from '../support/temp.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const hosts = {
  ahorn: `{ networking.hostName = "cellar"; lollypops.deployment.group = "web"; lollypops.deployment.tags = [ "prod" ]; lollypops.deployment.ssh.host = "10.0.0.7";
    lollypops.tasks = [ "greet" ]; lollypops.extraTasks.greet = { desc = ""; cmds = [ ]; }; }`,
  porree: '{ networking.hostName = "porree"; }',
  birke: `{ networking.hostName = "birke"; lollypops.deployment.build = "local";
    lollypops.profiles.shop.path = throw "what is deployed was evaluated"; environment.etc.x.text = throw "so was the system"; }`,
}

const outputs = `
  packages.aarch64-linux.lollypops = lollypops.packages.\${system}.default.override { configFlake = self; };
  apps.aarch64-linux.lollypops = lollypops.apps.\${system}.default { configFlake = self; };
  apps.aarch64-linux.more = lollypops.apps.\${system}.default { configFlake = self; inherit (self) nixosConfigurations; };
  darwin = map (module: module._class) (builtins.attrValues lollypops.darwinModules);
  apps.aarch64-linux.without = lollypops.apps.\${system}.default { inherit (self) nixosConfigurations; };
`

needs('root', 'nix')('launch', () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(hosts, outputs)
  })
  const launch = 'packages.x86_64-linux.launch'

  test('knows each host', async () => {
    expect(await fleet.evaluate(dir, `${launch}.hosts.ahorn`)).toEqual({
      name: 'ahorn',
      address: '10.0.0.7',
      group: 'web',
      tags: ['prod'],
      tasks: ['greet'],
      extraTasks: ['greet'],
    })
  })

  test('knows the tasks of profiles, and evaluates nothing that is deployed', async () => {
    expect(await fleet.evaluate(dir, `${launch}.hosts.birke`)).toMatchObject({
      address: 'birke',
      extraTasks: ['profile-shop'],
    })
  })

  test('comes also by the entry points of go-task lollypops', async () => {
    const path = await fleet.evaluate(dir, `${launch}.outPath`)
    expect(await fleet.evaluate(dir, 'packages.aarch64-linux.lollypops.outPath')).toBe(path)
    const app = { type: 'app', program: `${path}/bin/launch` }
    expect(await fleet.evaluate(dir, 'apps.aarch64-linux.lollypops')).toEqual(app) // no meta: flake-parts before August 2024
    expect(await fleet.evaluate(dir, 'apps.aarch64-linux.more')).toEqual(app)
    expect(await fleet.evaluate(dir, 'darwin')).toEqual(['darwin', 'darwin'])
    expect(await fleet.refusal(dir, 'apps.aarch64-linux.without')).toContain(
      'needs your flake: { configFlake = self; }',
    )
  })

  test.skipIf(realNixpkgs)('finds at run time the same scripts, also of a flake that has changed since', async () => {
    const { path, stderr } = await fleet.build(dir, launch)
    expect(path, stderr).not.toBe('')
    const file = /LOLLYPOPS_EXPR-(.*)\}"/.exec(readFileSync(`${fleet.nix.root}${path}/bin/launch`, 'utf8'))![1]!
    const atRunTime = async (attribute: string) =>
      JSON.parse(await fleet.nix.output('nix', ['eval', '--impure', '--json', '--file', file, attribute])) as unknown
    for (const attribute of ['deploy-ahorn.drvPath', 'deploy-porree.drvPath', 'launch.drvPath', 'launch.hosts.ahorn']) {
      expect(await atRunTime(attribute)).toEqual(await fleet.evaluate(dir, `packages.x86_64-linux.${attribute}`))
    }
  })

  test.each([
    ['2.29.0', true],
    ['2.24.1', false],
    [null, false],
  ])('brings nix-eval-jobs %s of the nixpkgs: %j', async (version, brought) => {
    const evalJobs = version ? `{ nix-eval-jobs = { version = "${version}"; outPath = "/jobs"; }; }` : '{ }'
    const pkgs = `import ${root}/test/nixpkgs { system = "x86_64-linux"; config = { }; overlays = [ ]; } // ${evalJobs}`
    const made = `import ${root}/nix/launch.nix { flake = { }; expression = "x"; pkgs = ${pkgs}; }`
    const script = await fleet.nix.output('nix', ['eval', '--impure', '--raw', '--expr', `(${made}).buildCommand`])
    expect(script.includes('PATH=$PATH:/jobs/bin\n')).toBe(brought)
  })

  test.skipIf(realNixpkgs)('deploys no locked input where another one was asked for', async () => {
    const other = (text: string) => {
      const folder = tempDir()
      writeFileSync(join(folder, 'flake.nix'), `{ outputs = _: { name = "${text}"; }; }`)
      return `path:${folder}`
    }
    const flake = fleet.flake({
      ahorn: '{ networking.hostName = inputs.foo.name; }',
      here: '{ networking.hostName = inputs.foo.name; lollypops.deployment.build = "local"; }',
    })
    const file = join(flake, 'flake.nix')
    const text = readFileSync(file, 'utf8').replaceAll('inputs.foo', 'foo')
    writeFileSync(
      file,
      text
        .replace('inputs.nixpkgs.url', `inputs.foo.url = "${other('locked')}";\n  inputs.nixpkgs.url`)
        .replace('{ self,', '{ self, foo,'),
    )
    const override = ['--override-input', 'foo', other('mine')]
    const said = (words: string[]) => fleet.nix.run('nix', ['run', `path:${flake}#launch`, ...words])
    expect((await said(['--', '--list'])).stdout).toMatch(/^ahorn +locked /m)
    const overridden = await said([...override, '--', '--list'])
    expect([overridden.code, overridden.stderr]).toEqual([
      1,
      expect.stringContaining('flake.lock, which has another foo'),
    ])
    const behind = await said(['--', 'here', '-n', '--', ...override])
    expect(behind.code).toBe(2)
    expect(behind.stderr).toMatch(/^launch: --override-input has no effect .*: use launch --flake \. /)

    const honoured = (host: string) => said(['--', '--flake', `path:${flake}`, host, '-n', '--', ...override])
    const { stdout, stderr } = await honoured('here:check')
    expect(stdout, stderr).toContain('ssh mine true')
    const again = await honoured('ahorn:check')
    expect(again.stdout + again.stderr).toContain('host ahorn is evaluated with flake.lock, which has another foo')
  })

  test.skipIf(realNixpkgs)('chooses by what the options say', async () => {
    const { path } = await fleet.build(dir, launch)
    const said = async (...args: string[]) => (await fleet.nix.run(`${path}/bin/launch`, args, { cwd: '/' })).stdout
    expect(await said('--list', '@prod')).toMatch(/^HOST .*\nahorn +10\.0\.0\.7 +web +prod +greet\n$/)
    expect(await said('--list', '*', '--except', '@pr*', '--except', 'birke')).toMatch(
      /^HOST .*\nporree +porree +default +- +check deploy-flake deploy-secrets rebuild\n$/,
    )
    expect(await said('@prod:greet')).toBe('[ahorn:greet] ==> greet\n')
    expect(JSON.parse(await said('--plan', 'web', '-n'))).toMatchObject({
      jobs: [{ host: 'ahorn', arguments: ['--dry-run'], asksPassword: false }],
    })
  })

  test.skipIf(realNixpkgs)('says how to call it again', async () => {
    const { path } = await fleet.build(dir, launch)
    const { stderr } = await fleet.nix.run(`${path}/bin/launch`, ['--nonsense'])
    expect(stderr).toContain(`; ${path}/bin/launch --help lists`)
    const env = { PATH: `${path}/bin:${process.env.PATH}` }
    expect((await fleet.nix.run('launch', ['--nonsense'], { env })).stderr).toContain('; launch --help lists')
  })
})
