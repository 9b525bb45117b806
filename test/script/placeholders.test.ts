import { expect, test } from 'vitest'
import { expandPlaceholders, fillPlaceholders } from '../../src/script/placeholders.ts'
import { host } from '../support/hosts.ts'

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
