import { expect, test } from 'vitest'
import { InputError } from '../src/input-error.ts'
import { readHost } from '../src/read-host.ts'
import { host, secret } from './support/hosts.ts'

const message = (json: string): string => {
  try {
    readHost(json)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as Error).message
  }
  return 'accepted'
}
const changed = (parts: object) => message(JSON.stringify({ ...host(), ...parts }))
const ssh = (parts: object) => changed({ deployment: { ...host().deployment, ssh: { ...host().deployment.ssh, ...parts } } })
const deployment = (parts: object) => changed({ deployment: { ...host().deployment, ...parts } })
const files = (parts: object) => changed({ secrets: { ...host().secrets, files: { 'wifi.env': { ...secret('wifi.env'), ...parts } } } })
const task = (parts: object, name = 'greet') => changed({ extraTasks: { [name]: { dir: '.', deps: [], desc: '', cmds: [], ...parts } } })

test.each([
  ['no JSON', message('{'), /^not JSON: /],
  ['another version', changed({ version: 2 }), 'version is 2, this lollypops reads 1: make both with the same release'],
  ['no object', message('[]'), 'version is missing, this lollypops reads 1: make both with the same release'],
  ['an unknown key', deployment({ colour: 'red' }), 'lollypops.deployment.colour: unknown, remove it or mend its name'],
  ['a missing key', changed({ tasks: undefined }), 'lollypops.tasks: missing'],
  ['a wrong type', ssh({ host: 5 }), 'lollypops.deployment.ssh.host: expected string, not 5'],
  ['a wrong choice', deployment({ 'deploy-method': 'scp' }), 'lollypops.deployment.deploy-method: expected one of "copy"|"archive"|"rsync", not "scp"'],
  ['a host that is an option', ssh({ host: '-oProxyCommand=id' }), /lollypops.deployment.ssh.host: must be a host name.*, not "-oProxyCommand=id"/],
  ['a host with a command', ssh({ host: 'a;id' }), /lollypops.deployment.ssh.host: must be a host name/],
  ['a user with a blank', ssh({ user: 'a b' }), /lollypops.deployment.ssh.user: must be a user name, not "a b"/],
  ['an open quote', ssh({ command: `'ssh` }), `lollypops.deployment.ssh.command: the quote ' is not closed in "'ssh"`],
  ['no command', ssh({ command: ' ' }), 'lollypops.deployment.ssh.command: must be a command'],
  ['a relative folder', deployment({ 'config-dir': 'src' }), 'lollypops.deployment.config-dir: must be an absolute path, not "src"'],
  ['a folder with ..', deployment({ 'config-dir': '/var/../etc' }), /lollypops.deployment.config-dir: must be a place below/],
  ['a mode that is none', files({ mode: '0999' }), 'lollypops.secrets.files."wifi.env".mode: must be octal, such as 0400, not "0999"'],
  ['an owner with a colon', files({ owner: 'a:b' }), /files."wifi.env".owner: must be a name or a number, not "a:b"/],
  ['an empty command', files({ cmd: ' ' }), /files."wifi.env".cmd: must be a command/],
  ['a NUL', files({ name: 'a\0b' }), /files."wifi.env".name: must not hold a NUL/],
  ['an unknown task', changed({ tasks: ['deploy'] }), 'lollypops.tasks: there is no task "deploy", only check, deploy-flake, deploy-secrets, rebuild'],
  ['an unknown dependency', task({ deps: ['x'] }), /^lollypops.extraTasks.greet.deps: there is no task "x", only .*greet$/],
  ['a circle', task({ deps: ['greet'] }), 'lollypops.extraTasks.greet.deps: these tasks wait for each other: greet -> greet'],
  ['a task called like a command', task({}, 'ssh'), 'lollypops.extraTasks.ssh: the script needs this name itself, choose another'],
  ['a task with a blank', task({}, 'a b'), /extraTasks."a b": a task is named with letters/],
  [
    'two secrets in one place',
    changed({ secrets: { ...host().secrets, files: { a: secret('a'), b: secret('b', { path: '/var/src/lollypops-secrets/a' }) } } }),
    'lollypops.secrets.files.b.path: /var/src/lollypops-secrets/a is the path of lollypops.secrets.files.a, too: each secret needs its own',
  ],
  [
    'a secret below a secret',
    changed({ secrets: { ...host().secrets, files: { a: secret('a', { path: '/srv/a' }), b: secret('b', { path: '/srv/a/b' }) } } }),
    'lollypops.secrets.files.b.path: /srv/a/b is below /srv/a, which is the file of lollypops.secrets.files.a',
  ],
  ['a secret in the place of our own', files({ path: '/srv/.lollypops' }), /\/srv\/.lollypops is what lollypops uses/],
  ['a secret in the store', files({ path: '/nix/store/x' }), /path: must not lie in the Nix store: everybody can read that/],
  ['a secret out of the store', files({ cmd: 'cat /nix/store/x-secret' }), /cmd: must not print a file of the Nix store/],
  [
    'a password without sudo',
    deployment({ sudo: { ...host().deployment.sudo, 'ask-password': true } }),
    'lollypops.deployment.sudo.ask-password: needs sudo.enable',
  ],
  [
    'a password for doas',
    deployment({ sudo: { enable: true, command: '/bin/doas', opts: [], 'ask-password': true } }),
    'lollypops.deployment.sudo.ask-password: doas reads a password from a terminal only: let it do without one',
  ],
  [
    'a password by rsync',
    deployment({ 'deploy-method': 'rsync', sudo: { ...host().deployment.sudo, enable: true, 'ask-password': true } }),
    /sudo.ask-password: rsync cannot hand over a password/,
  ],
  ['a unit without a type', files({ restartUnits: ['nginx'] }), /restartUnits.0: must be a unit with its type, such as nginx.service, not "nginx"/],
  ['no jobs', changed({ secrets: { ...host().secrets, jobs: 0 } }), /secrets.jobs: .*>=1.*, not 0/],
  ['a hostname with a command', changed({ hostName: 'a$(id)' }), /^networking.hostName: must be a host name of letters/],
  ['a key that JavaScript would lose', message(JSON.stringify(host()).replace('"files":{}', '"files":{"__proto__":{}}')), 'nothing can be called __proto__'],
  ['a task called like a function', task({}, 'share-login'), /extraTasks.share-login: the script needs this name itself/],
  ['a task called like the script', task({}, 'deploy-ahorn'), /extraTasks.deploy-ahorn: the script needs this name itself/],
  [
    'check under both of its names',
    changed({ extraTasks: Object.fromEntries(['check', 'check-vars'].map((name) => [name, { dir: '.', deps: [], desc: '', cmds: [] }])) }),
    'lollypops.extraTasks.check-vars: is the former name of check, which is there, too',
  ],
  [
    'a wrong secret of a home-manager user',
    changed({ 'home-manager': { users: { alice: { home: '/home/alice', secrets: { files: { a: secret('a', { path: 'x' }) } } } } } }),
    'home-manager.users.alice.lollypops.secrets.files.a.path: must be an absolute path, not "x"',
  ],
])('%s is refused in one line', (_, said, expected) => {
  expect(said).toMatch(expected instanceof RegExp ? expected : new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))
  expect(said).not.toContain('\n')
})

test('what is right is accepted', () => expect(changed({})).toBe('accepted'))

test('slashes too many are forgiven', () => {
  const { deployment } = readHost(JSON.stringify(host({ deployment: { 'config-dir': '/var//src/lollypops/' } })))
  expect(deployment['config-dir']).toBe('/var/src/lollypops')
})
