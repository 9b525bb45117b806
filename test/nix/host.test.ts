import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { readHost } from '../../src/read-host.ts'
import { expectApproved } from '../support/approved.ts'
import { needs } from '../support/needs.ts'
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
      ssh = { command = "ssh -F ./config"; user = "deploy"; host = "10.0.0.7"; opts = [ "-p" "22" " -p 8909" "-i/etc/ssh/keys/$USER" "-o" "ProxyCommand=ssh -W %h:%p jump" ]; };
      sudo = { enable = true; command = "doas"; opts = [ "-u root" ]; };
    };
    lollypops.secrets = {
      default-cmd = "\${pkgs.pass}/bin/pass show";
      cmd-name-prefix = "nixos secrets/ahorn/";
      default-dir = "/run/secrets";
      files."wifi.env" = { };
      files.renamed = { name = "nginx/it's \$(id)"; };
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
}

/** JSON without what differs from machine to machine and from one nixpkgs to the next. */
function readable(host: unknown): string {
  const json = JSON.stringify(host, null, 2)
  return `${json.replace(/(\/nix\/store\/)[0-9a-z]{32}-(source|pass)[\w.-]*/g, `$1${'0'.repeat(32)}-$2`)}\n`
}

needs('root', 'nix')('a host description', () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(hosts)
  })

  test.each(Object.keys(hosts))('of %s is as approved, and the generator reads it', async (name) => {
    const host = await fleet.evaluate(dir, `packages.x86_64-linux.deploy-${name}.host`)
    expectApproved(`hosts/${name}.json`, readable(host))
    expect(readHost(JSON.stringify(host))).toEqual(host)
  })

  test('names the inputs only to archive them: each once, sorted, without the flake', async () => {
    const { flake } = (await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-archive.host')) as { flake: { source: string; inputs: string[] } }
    expect(flake.inputs).toEqual([...new Set(flake.inputs)].sort())
    expect(flake.inputs).toHaveLength(2) // lollypops follows our nixpkgs
    expect(flake.inputs).not.toContain(flake.source)
  })

  test('carries what its commands need, so that it is built with the script', async () => {
    const needed = 'packages.x86_64-linux.deploy-everything.host.secrets.files."wifi.env".cmd'
    const { stdout } = await fleet.nix.run('nix', [
      ...['eval', '--json', `path:${dir}#${needed}`, '--apply', 'cmd: builtins.attrNames (builtins.getContext cmd)'],
    ])
    expect(JSON.parse(stdout)).toEqual([expect.stringMatching(/-pass[^/]*\.drv$/)])
  })
})
