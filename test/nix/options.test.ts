import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, startFleet } from './fleet.ts'

const refused: [option: string, value: string, expected: RegExp][] = [
  ['lollypops.deployment.config-dir', '"lollypops"', /absolute path/],
  ['lollypops.deployment.deploy-method', '"scp"', /one of "copy", "archive", "rsync"/],
  ['lollypops.deployment.local-evaluation', '"yes"', /boolean/],
  ['lollypops.deployment.group', '"web,db"', /name that a command line can hold/],
  ['lollypops.deployment.group', '"-j"', /name that a command line can hold/],
  ['lollypops.deployment.tags', '"prod"', /list of name/],
  ['lollypops.deployment.tags', '[ "@prod" ]', /name that a command line can hold/],
  ['lollypops.deployment.ssh.command', '" "', /non-empty string/],
  ['lollypops.deployment.ssh.user', '""', /null or non-empty string/],
  ['lollypops.deployment.ssh.host', '""', /non-empty string/],
  ['lollypops.deployment.ssh.opts', '"-A"', /list of string/],
  ['lollypops.deployment.ssh.login', '"ssh"', /read-only/],
  ['lollypops.deployment.ssh.run', '"ssh"', /read-only/],
  ['lollypops.deployment.sudo.enable', '1', /boolean/],
  ['lollypops.deployment.sudo.opts', '[ 1 ]', /string/],
  ['lollypops.deployment.build', '""', /non-empty string/],
  ['lollypops.deployment.substitute-on-destination', '"yes"', /boolean/],
  ['lollypops.deployment.compress', '1', /boolean/],
  ['lollypops.deployment.rollback.enable', '"no"', /boolean/],
  ['lollypops.deployment.rollback.confirm-timeout', '0', /integer between 1 and 86400/],
  ['lollypops.deployment.rollback.activation-timeout', '"5min"', /integer between 1 and 86400/],
  ['lollypops.deployment.rollback.confirm-host', '""', /null or non-empty string/],
  ['lollypops.deployment.rollback.confirm-port', '70000', /null or integer between 1 and 65535/],
  ['lollypops.deployment.rollback.ignore-failed-units', '[ "backup" ]', /unit with its type/],
  ['lollypops.deployment.health-checks.x.command', '" "', /null or non-empty string/],
  ['lollypops.deployment.health-checks.x.host-command', '[ "true" ]', /null or non-empty string/],
  ['lollypops.deployment.health-checks.x.url', '"ahorn.example.org"', /null or http or https URL/],
  ['lollypops.deployment.health-checks.x.unit', '"nginx"', /null or unit with its type/],
  ['lollypops.deployment.health-checks.x.timeout', '0', /integer between 1 and 86400/],
  ['lollypops.deployment.health-checks.x.interval', '-1', /integer between 0 and 86400/],
  ['lollypops.deployment.health-checks.x.tries', '0', /integer between 1 and 1000/],
  ['lollypops.deployment.health-checks.x.port', '22', /does not exist/],
  ['lollypops.deployment.reboot', 'true', /one of "never", "when-needed", "always"/],
  ['lollypops.deployment.reboot-timeout', '86401', /integer between 1 and 86400/],
  ['lollypops.profiles.x.path', '"/srv/shop"', /package/],
  ['lollypops.profiles.x.user', '"-c"', /name or number of an account/],
  ['lollypops.profiles.x.activation', '""', /non-empty string/],
  ['lollypops.profiles.x.profile', '"shop"', /absolute path/],
  ['lollypops.profiles.x.order', '"first"', /signed integer/],
  ['lollypops.secrets.default-dir', '"secrets"', /absolute path/],
  ['lollypops.secrets.files.x.path', '"etc/x"', /absolute path/],
  ['lollypops.secrets.files.x.mode', '"rw"', /octal mode/],
  ['lollypops.secrets.files.x.mode', '400', /octal mode/],
  ['lollypops.secrets.files.x.owner', '"root:root"', /name or number of an account/],
  ['lollypops.secrets.files.x.group-name', '"a b"', /name or number of an account/],
  ['lollypops.secrets.files.x.cmd', '""', /non-empty string/],
  ['lollypops.secrets.files.x.groups', '"users"', /does not exist/],
  ['lollypops.tasks', '"rebuild"', /list of non-empty string/],
  ['lollypops.extraTasks.x.cmds', '"true"', /list of string/],
]

/** What has to be evaluated to see an option refused: it, or the secret, task or check that it is in. */
function place(option: string): string {
  const at = option.replace(/\.(files|extraTasks|health-checks)\.x\..*/, '.$1.x').replace(/\.(login|run)$/, '.$1.name')
  return `nixosConfigurations.ahorn.config.${at}`
}

needs('root', 'nix')('options', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet()
  })

  test.each(refused)('%s = %s is refused by name', async (option, value, expected) => {
    const dir = fleet.flake({ ahorn: `{ ${option} = ${value}; }` })
    const message = await fleet.refusal(dir, place(option))
    expect(message).toContain(`\`${option}`)
    expect(message).toMatch(expected)
  })

  test('a task of one’s own needs commands', async () => {
    const dir = fleet.flake({ ahorn: '{ lollypops.extraTasks.x.desc = "nothing"; }' })
    expect(await fleet.refusal(dir, 'packages.x86_64-linux.deploy-ahorn.host')).toContain(
      "`lollypops.extraTasks.x.cmds' is used but not defined",
    )
  })

  test('a profile needs a path', async () => {
    const dir = fleet.flake({ ahorn: '{ lollypops.profiles.x.user = "alice"; }' })
    expect(await fleet.refusal(dir, place('lollypops.profiles.x.path'))).toContain(
      "`lollypops.profiles.x.path' is used but not defined",
    )
  })

  test('have the defaults of go-task lollypops', async () => {
    const dir = fleet.flake({ ahorn: '{ networking.hostName = "ahorn"; lollypops.secrets.files.token = {}; }' })
    const host = (await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-ahorn.host')) as Record<string, unknown>
    expect(host).toMatchObject({
      deployment: {
        'config-dir': '/var/src/lollypops',
        'deploy-method': 'copy',
        'local-evaluation': false,
        group: 'default',
        tags: [],
        ssh: { command: 'ssh', user: null, host: 'ahorn', opts: [] },
        sudo: { enable: false, command: 'sudo', opts: [] },
      },
      secrets: {
        files: {
          token: {
            name: 'token',
            cmd: expect.stringMatching(/^\/nix\/store\/[^/]*pass[^/]*\/bin\/pass token$/),
            path: '/var/src/lollypops-secrets/token',
            mode: '0400',
            owner: 'root',
            'group-name': 'users',
          },
        },
      },
      tasks: ['check', 'deploy-flake', 'deploy-secrets', 'rebuild'],
      extraTasks: {},
    })
  })
})
