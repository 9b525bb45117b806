import { expect, test } from 'vitest'
import { expandPlaceholders, fillPlaceholders, withPlaceholders } from '../../src/script/placeholders.ts'
import { check, host, secret } from '../support/hosts.ts'

const plain = host({ deployment: { ssh: { opts: ['-p 22', '-i/keys/$USER'] }, sudo: { opts: ['-H'] } } })
const odd = host({ deployment: { 'config-dir': `/it's "odd" $(id)` } })

test.each([
  ['{{.HOSTNAME}}', 'ahorn'],
  ['{{ .HOSTNAME }}', 'ahorn'],
  [
    '{{.REMOTE_COMMAND}} {{.REMOTE_SSH_OPTS}} {{.REMOTE_USER}}@{{.REMOTE_HOST}} true',
    'ssh -p 22 -i/keys/"$USER" root@ahorn true',
  ],
  ['NIX_SSHOPTS="{{.REMOTE_SSH_OPTS}}" nix copy', 'NIX_SSHOPTS="-p 22 -i/keys/$USER" nix copy'],
  [
    `ssh h '{{.REMOTE_SUDO_COMMAND}} {{.REMOTE_SUDO_OPTS}} nixos-rebuild {{.REBUILD_ACTION}}'`,
    `ssh h 'sudo -H nixos-rebuild '"\${REBUILD_ACTION:-switch}"''`,
  ],
  [
    'nixos-rebuild {{.REBUILD_ACTION}} --flake {{.REMOTE_CONFIG_DIR}}/flake',
    'nixos-rebuild "${REBUILD_ACTION:-switch}" --flake /var/src/lollypops/flake',
  ],
  ['echo "it\'s {{.REBUILD_ACTION}}"', 'echo "it\'s ${REBUILD_ACTION:-switch}"'],
  ['no variables }} here', 'no variables }} here'],
  [`docker ps --format '{{"{{.Names}}"}}'`, `docker ps --format '{{.Names}}'`],
  ['{{`{{.Names}}`}}', '{{.Names}}'],
])('%s', (text, expanded) => expect(expandPlaceholders(text, plain)).toBe(expanded))

test.each([
  ['ls {{.REMOTE_CONFIG_DIR}}', `ls $'/it\\'s "odd" $(id)'`],
  [`ls '{{.REMOTE_CONFIG_DIR}}'`, `ls '/it'\\''s "odd" $(id)'`],
  [`ls "{{.REMOTE_CONFIG_DIR}}"`, `ls "/it's \\"odd\\" \\$(id)"`],
])('%s, with a value that needs quotes', (text, expanded) => expect(expandPlaceholders(text, odd)).toBe(expanded))

test('without a user, ssh decides', () => {
  const anybody = host({ deployment: { ssh: { user: null } } })
  expect(expandPlaceholders('ssh {{.REMOTE_SSH_OPTS}} {{.REMOTE_USER}}@{{.REMOTE_HOST}}', anybody)).toBe('ssh ahorn')
  expect(() => expandPlaceholders('chown {{.REMOTE_USER}} x', anybody)).toThrow(
    '{{.REMOTE_USER}} has no value while ssh.user is null',
  )
})

test.each(['{{.NAME}}', '{{.HOSTNAME | upper}}', '{{default "x" .HOSTNAME}}', '{{.constructor}}'])(
  '%s is refused',
  (text) => {
    expect(() => expandPlaceholders(text, plain)).toThrow(`${text} is unknown, there are {{.HOSTNAME}}`)
  },
)

test('text that is not shell gets values as they are', () => {
  expect(fillPlaceholders('{{.REMOTE_CONFIG_DIR}}/x of {{.REMOTE_USER}}@{{.REMOTE_HOST}}', odd)).toBe(
    `/it's "odd" $(id)/x of root@ahorn`,
  )
})

test('are replaced in commands of secrets and of extra tasks, nowhere else', () => {
  const text = 'pass {{.HOSTNAME}}'
  const files = { token: secret('token', { cmd: text, onChange: text }) }
  const { secrets, ...rest } = withPlaceholders(
    host({
      secrets: { files },
      'home-manager': { users: { alice: { home: '/home/alice', secrets: { files } } } },
      extraTasks: { own: { dir: '/{{.HOSTNAME}}', deps: [], desc: 'of {{.HOSTNAME}}', cmds: [text] } },
      deployment: { 'health-checks': { containers: check({ command: text }) } },
    }),
  )
  expect(secrets.files.token).toMatchObject({ cmd: 'pass ahorn', onChange: text })
  expect(rest['home-manager'].users.alice!.secrets.files.token!.cmd).toBe('pass ahorn')
  expect(rest.extraTasks.own).toEqual({ dir: '/ahorn', deps: [], desc: 'of ahorn', cmds: ['pass ahorn'] })
  expect(rest.deployment['health-checks'].containers!.command).toBe(text)
})

test('an unknown one is said with its option', () => {
  const files = { token: secret('token', { cmd: 'vault read {{.Name}}' }) }
  expect(() => withPlaceholders(host({ secrets: { files } }))).toThrow(
    /^lollypops\.secrets\.files\.token\.cmd: \{\{\.Name\}\} is unknown/,
  )
})
