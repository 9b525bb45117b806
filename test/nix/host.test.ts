import { appendFileSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { readHost } from '../../src/description/read-host.ts'
import { expectApproved } from '../support/approved.ts'
import { needs } from '../support/needs.ts'
import { nixOf } from '../support/nix-suites.ts'
import { output } from '../support/run.ts'
import { type Fleet, startFleet } from './fleet.ts'

const homeManager = readFileSync(fileURLToPath(new URL('home-manager.nix', import.meta.url)), 'utf8')

const hosts = {
  minimal: '{ networking.hostName = "ahorn"; }',
  everything: `{ pkgs, ... }: {
    networking.hostName = "ahorn-in-the-cellar";
    lollypops.deployment = {
      config-dir = "/etc/lollypops";
      deploy-method = "rsync";
      local-evaluation = true;
      group = "web.servers";
      tags = [ "prod" "berlin-1" ];
      may-be-offline = true;
      ssh = { command = "ssh -F ./config"; user = "deploy"; host = "10.0.0.7"; opts = [ "-p" "22" " -p 8909" "-i/etc/ssh/keys/$USER" "-o" "ProxyCommand=ssh -W %h:%p jump" ]; };
      sudo = { enable = true; command = "doas"; opts = [ "-u root" ]; };
    };
    lollypops.secrets = {
      default-cmd = "\${pkgs.pass}/bin/pass show";
      cmd-name-prefix = "nixos secrets/ahorn/";
      default-dir = "/run/secrets";
      files."wifi.env" = { };
      files.renamed = { name = "nginx/it's $(id)"; };
      files.shared = { vault-name = "shared/token"; mode = "440"; owner = "nginx"; group-name = "1000"; path = "/var/lib/a b/token"; };
      files.lines.cmd = ''
        # two lines
        printf 'a\\n"b"'
      '';
    };
    lollypops.tasks = [ "check-vars" "greet" "rebuild" ];
    lollypops.extraTasks = {
      greet = { desc = "say hello"; deps = [ "check" ]; cmds = [ "echo 'hello {{.HOSTNAME}}'" "\${pkgs.pass}/bin/pass ls" ]; };
      rebuild = { dir = "/srv"; desc = "in our own way"; cmds = [ ]; };
    };
  }`,
  home: `{
    imports = [ (${homeManager}) ];
    networking.hostName = "home";
    home-manager.users.alice = { ... }: {
      imports = [ lollypops.homeModules.default ];
      lollypops.secrets.cmd-name-prefix = "alice/";
      lollypops.secrets.files.token = { cmd = "echo token"; };
      lollypops.secrets.files.key = { path = "/home/alice/.ssh/key"; group-name = "wheel"; cmd = "echo key"; };
    };
    home-manager.users.bob = { ... }: {
      imports = [ lollypops.hmModule ];
      home.homeDirectory = "/srv/bob";
      lollypops.secrets.files.token.cmd = "echo bob";
    };
    home-manager.users.carol = { ... }: { imports = [ lollypops.homeModules.default ]; };
    home-manager.users.dave = { };
  }`,
  archive: '{ networking.hostName = "archive"; lollypops.deployment.deploy-method = "archive"; }',
  guarded: `{ pkgs, ... }: {
    networking.hostName = "guarded";
    nixpkgs.hostPlatform = "aarch64-linux";
    lollypops.deployment = {
      build = "local";
      substitute-on-destination = true;
      compress = true;
      rollback = {
        enable = false;
        confirm-timeout = 120;
        activation-timeout = 1800;
        confirm-host = "10.0.0.8";
        confirm-port = 2222;
        ignore-failed-units = [ "backup.service" "getty@tty1.service" ];
      };
      health-checks = {
        "it's here" = { command = "ping -c 1 guarded"; timeout = 60; };
        database = { host-command = "pg_isready"; tries = 30; };
        website = { url = "https://guarded.example.org/?a=b&c"; interval = 0; };
        nginx.unit = "nginx.service";
      };
      reboot = "when-needed";
      reboot-timeout = 1200;
    };
    lollypops.profiles = {
      home.path = pkgs.pass;
      shop = { path = "\${pkgs.pass}"; user = "alice"; activation = "systemctl --user restart shop"; profile = "/nix/var/nix/profiles/shop"; order = 500; };
    };
  }`,
  elsewhere: '{ networking.hostName = "elsewhere"; lollypops.deployment.build = "everything"; }',
  address: '{ networking.hostName = "address"; lollypops.deployment.build = "me@builder.example.org"; }',
}

/** JSON without what differs from machine to machine and from one nixpkgs to the next. */
function readable(host: unknown): string {
  const json = JSON.stringify(host, null, 2)
  return `${json.replace(/(\/nix\/store\/)[0-9a-z]{32}-(source|pass|nixos-system-[a-z]+)[\w.-]*/g, `$1${'0'.repeat(32)}-$2`)}\n`
}

let started: Promise<Fleet> | undefined
const theFleet = () => (started ??= startFleet())

needs('root', 'nix')('a host description', () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await theFleet()
    dir = fleet.flake(hosts)
  })

  test.each(Object.keys(hosts))('of %s is as approved, and the generator reads it', async (name) => {
    const host = await fleet.evaluate(dir, `packages.x86_64-linux.deploy-${name}.host`)
    expectApproved(`hosts/${name}.json`, readable(host))
    expect(readHost(JSON.stringify(host))).toEqual(host)
  })

  test('names the inputs only to archive them: each once, sorted, without the flake', async () => {
    const { flake } = (await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-archive.host')) as {
      flake: { source: string; inputs: string[] }
    }
    expect(flake.inputs).toEqual([...new Set(flake.inputs)].sort())
    expect(flake.inputs).toHaveLength(2) // lollypops follows our nixpkgs
    expect(flake.inputs).not.toContain(flake.source)
  })

  /** What is built with a string of a host description. */
  async function builtWith(attribute: string): Promise<string[]> {
    const context = 'text: builtins.attrNames (builtins.getContext text)'
    return JSON.parse(
      await fleet.nix.output('nix', [
        'eval',
        '--json',
        `path:${dir}#packages.x86_64-linux.${attribute}`,
        '--apply',
        context,
      ]),
    ) as string[]
  }

  test('carries what its commands need, so that it is built with the script', async () => {
    expect(await builtWith('deploy-everything.host.secrets.files."wifi.env".cmd')).toEqual([
      expect.stringMatching(/-pass[^/]*\.drv$/),
    ])
  })

  test.each(['home', 'shop'])('carries the profile %s', async (name) => {
    expect(await builtWith(`deploy-guarded.host.profiles.${name}.path`)).toEqual([
      expect.stringMatching(/-pass[^/]*\.drv$/),
    ])
  })

  test('carries the system that is to be built here', async () => {
    expect(await builtWith('deploy-guarded.host.system')).toEqual([
      expect.stringMatching(/-nixos-system-guarded[^/]*\.drv$/),
    ])
  })
})

needs('root', 'nix')('where a host is built', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await theFleet()
  })
  const building = (build: string) => `{
    networking.hostName = "ahorn";
    lollypops.deployment.build = "${build}";
    environment.etc.whole.text = throw "the system was evaluated";
  }`
  const script = (name: string) => `packages.x86_64-linux.deploy-${name}.drvPath`
  const builder = (name: string) => `packages.x86_64-linux.deploy-${name}.host.builder`

  test('decides whether its system is evaluated for the script: only to build it here', async () => {
    const dir = fleet.flake({ there: building('target'), here: building('local'), address: building('root@porree') })
    expect(await fleet.evaluate(dir, script('there'))).toMatch(/\.drv$/)
    expect(await fleet.evaluate(dir, script('address'))).toMatch(/\.drv$/)
    expect(await fleet.refusal(dir, script('here'))).toContain('the system was evaluated')
  })

  test('decides whether another host is evaluated: only one that builds, and what it says of ssh', async () => {
    const dir = fleet.flake({
      ahorn: building('porree'),
      porree:
        '{ networking.hostName = "x"; lollypops.deployment.ssh.host = "porree.example.org"; lollypops.tasks = throw "too much was evaluated"; }',
      birke: building('broken'),
      broken: '= throw "this host is broken"',
    })
    expect(await fleet.evaluate(dir, builder('ahorn'))).toEqual({
      name: 'porree',
      ssh: { command: 'ssh', user: null, host: 'porree.example.org', opts: [] },
    })
    expect(await fleet.refusal(dir, script('birke'))).toContain('this host is broken')
  })

  test('is no builder where that is this host, an address, or a host without the module', async () => {
    const dir = fleet.flake({
      ...{ ahorn: building('ahorn'), birke: building('local'), local: building('target'), target: building('plain') },
      plain: '= plain { networking.hostName = "plain"; }',
    })
    for (const name of ['ahorn', 'birke', 'local', 'target'])
      expect(await fleet.evaluate(dir, builder(name))).toBeNull()
  })
})

needs('lab', 'nix')('the revision of a flake', { timeout: 600_000 }, () => {
  test.each([undefined, 'trixie', 'sid'] as const)(
    'is that of its git checkout, and none elsewhere (%s)',
    async (suite) => {
      const fleet = await theFleet()
      const dir = fleet.flake({ ahorn: '{ networking.hostName = "ahorn"; }' })
      const attribute = 'packages.x86_64-linux.deploy-ahorn.host.flake.revision'
      const PATH = [...(suite ? [await nixOf(suite)] : []), process.env.PATH].join(delimiter)
      const revision = (url: string) =>
        fleet.nix.output('nix', ['eval', '--raw', '--option', 'eval-cache', 'false', `${url}#${attribute}`], {
          env: { PATH },
        })
      expect(await revision(`path:${dir}`)).toBe('')
      const git = (...args: string[]) =>
        output('git', ['-C', dir, '-c', 'user.name=me', '-c', 'user.email=me@example.org', ...args])
      await git('init', '--quiet')
      await git('add', '.')
      await git('commit', '--quiet', '--message', 'first')
      const head = await git('rev-parse', 'HEAD')
      expect(await revision(`git+file://${dir}`)).toBe(head)
      appendFileSync(join(dir, 'flake.nix'), '\n')
      expect(suite ? [`${head}-dirty`] : ['', `${head}-dirty`]).toContain(await revision(`git+file://${dir}`)) // Nix before 2.17 does not tell
    },
  )
})
