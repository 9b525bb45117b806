import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const homeManager = readFileSync(fileURLToPath(new URL('home-manager.nix', import.meta.url)), 'utf8')

/** Hosts in the ways that users of go-task lollypops write them. */
const hosts = {
  // a password manager inside echo, and a vault with prefixes
  vault: `{ config, ... }: {
    networking.hostName = "vault";
    lollypops.secrets.default-cmd = "pass";
    lollypops.secrets.cmd-name-prefix = "nixos-secrets/\${config.networking.hostName}/";
    lollypops.secrets.files = {
      "wireguard/private-key" = { };
      "acme/token".path = "/var/lib/acme/token";
      environment = {
        cmd = ''echo "TOKEN=$(rbw get vault-token)"'';
        owner = "grafana";
        group-name = "grafana";
        path = "/run/keys/grafana.env";
      };
      of-the-host.cmd = "bw get password {{.HOSTNAME}}";
    };
  }`,
  // every option for ssh and sudo as one string or as empty ones
  options: `{
    networking.hostName = "options";
    lollypops.deployment = {
      group = "HomeLab";
      ssh = { user = "admin"; host = "10.1.2.3"; opts = [ "-p 2522" ]; };
      sudo = { enable = true; command = "sudo"; opts = [ "" ]; };
    };
  }`,
  empty: '{ networking.hostName = "empty"; lollypops.deployment.ssh.opts = [ "" ]; }',
  // tasks of their own
  tasks: `{ config, ... }: {
    networking.hostName = "tasks";
    lollypops.deployment.ssh.user = "root";
    lollypops.tasks = [ "check-vars" "deploy-flake" "rebuild" ];
    lollypops.extraTasks = {
      start-builder = { desc = "Start the machine that builds"; deps = [ "check-vars" ]; cmds = [ "nc -z builder 22 || exit 1" ]; };
      rebuild = {
        dir = ".";
        desc = "Rebuild {{.HOSTNAME}} from here";
        deps = [ "start-builder" ];
        cmds = [
          ''
            NIX_SSHOPTS="{{.REMOTE_SSH_OPTS}}" nixos-rebuild {{.REBUILD_ACTION}} \\\\
              --flake {{.LOCAL_FLAKE_SOURCE}}#{{.HOSTNAME}} \\\\
              --target-host {{.REMOTE_USER}}@{{.REMOTE_HOST}}
          ''
        ];
      };
      rebuild-debug = { desc = ""; cmds = [ "ssh \${config.lollypops.deployment.ssh.user}@\${config.lollypops.deployment.ssh.host} nixos-rebuild test --show-trace" ]; };
    };
  }`,
  // somebody's home, on a module system of its own
  home: `{
    imports = [ (${homeManager}) ];
    networking.hostName = "home";
    home-manager.users.alice = { config, ... }: {
      imports = [ lollypops.hmModule ];
      lollypops.secrets = {
        cmd-name-prefix = "home/alice/";
        default-cmd = "pass";
        files.mail = { path = "\${config.home.homeDirectory}/.config/mail/password"; mode = "400"; };
      };
    };
  }`,
  nobody: `{ config, ... }: {
    networking.hostName = "nobody";
    lollypops.extraTasks.backup = { desc = ""; cmds = [ "ssh \${config.lollypops.deployment.ssh.user}@nobody backup" ]; };
  }`,
}

needs('root', 'nix')('a configuration of go-task lollypops', { skip: Boolean(realNixpkgs) }, () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(hosts)
  })
  async function built(name: string): Promise<string> {
    const { path, stderr } = await fleet.build(dir, `packages.x86_64-linux.deploy-${name}`)
    expect(path, stderr).not.toBe('')
    return path
  }
  const script = async (name: string) => fleet.nix.output('cat', [await built(name)])

  test('has its secrets from a vault', async () => {
    const text = await script('vault')
    expect(text).toContain('pass nixos-secrets/vault/wireguard/private-key')
    expect(text).toContain('/var/lib/acme/token')
    expect(text).toContain('echo "TOKEN=$(rbw get vault-token)"')
    expect(text).toContain('bw get password vault')
  })

  test('has its options for ssh and sudo', async () => {
    expect(await script('options')).toContain('ssh -p 2522 admin@10.1.2.3 sudo ')
    expect(await script('empty')).not.toMatch(/ssh (-\w )?''/)
    expect(await fleet.evaluate(dir, 'packages.x86_64-linux.launch.hosts.options.group')).toBe('HomeLab')
  })

  test('has its tasks', async () => {
    const path = await built('tasks')
    expect(await fleet.nix.output(path, ['--list'])).toMatch(/^rebuild-debug\b/m)
    expect(await fleet.nix.output(path, ['--dry-run', 'rebuild'])).toMatch(
      /nc -z builder[\s\S]*--target-host root@tasks/,
    )
  })

  test('has secrets of home-manager users', async () => {
    const text = await script('home')
    expect(text).toContain('pass home/alice/mail')
    expect(text).toContain('/home/alice/.config/mail/password')
  })

  test('that takes the unset user into a string is answered by a sentence', async () => {
    expect(await fleet.refusal(dir, 'packages.x86_64-linux.deploy-nobody.drvPath')).toContain(
      'lollypops.deployment.ssh.user of nobody is not set, so that ssh decides: set it, or write {{.REMOTE_USER}}@{{.REMOTE_HOST}}',
    )
    expect(await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-vault.host.deployment.ssh.user')).toBeNull()
  })
})
