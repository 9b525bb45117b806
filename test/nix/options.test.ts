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

/** What has to be evaluated to see an option refused: it, or the secret or task that it is in. */
function place(option: string): string {
  const at = option.replace(/\.(files|extraTasks)\.x\..*/, '.$1.x').replace(/\.(login|run)$/, '.$1.name')
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
