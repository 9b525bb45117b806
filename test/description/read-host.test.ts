import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputError } from '../../src/description/input-error.ts'
import { readHost } from '../../src/description/read-host.ts'
import { healthCheck, host, profile, secret } from '../support/hosts.ts'

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
const ssh = (parts: object) =>
  changed({ deployment: { ...host().deployment, ssh: { ...host().deployment.ssh, ...parts } } })
const deployment = (parts: object) => changed({ deployment: { ...host().deployment, ...parts } })
const files = (parts: object) =>
  changed({ secrets: { ...host().secrets, files: { 'wifi.env': { ...secret('wifi.env'), ...parts } } } })
const task = (parts: object, name = 'greet') =>
  changed({ extraTasks: { [name]: { dir: '.', deps: [], desc: '', cmds: [], ...parts } } })
const rollback = (parts: object) => deployment({ rollback: { ...host().deployment.rollback, ...parts } })
const check = (parts: object, name = 'web') => deployment({ 'health-checks': { [name]: healthCheck(parts) } })
const profiles = (all: Record<string, object>) =>
  changed({
    profiles: Object.fromEntries(Object.entries(all).map(([name, parts]) => [name, { ...profile(name), ...parts }])),
  })
const builder = { name: 'porree', ssh: host().deployment.ssh }
const system = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-ahorn'

test.each([
  ['no JSON', message('{'), /^not JSON: /],
  ['another version', changed({ version: 2 }), 'version is 2, this lollypops reads 1: make both with the same release'],
  ['no object', message('[]'), 'version is missing, this lollypops reads 1: make both with the same release'],
  ['an unknown key', deployment({ colour: 'red' }), 'lollypops.deployment.colour: unknown, remove it or mend its name'],
  ['a missing key', changed({ tasks: undefined }), 'lollypops.tasks: missing'],
  ['a wrong type', ssh({ host: 5 }), 'lollypops.deployment.ssh.host: expected string, not 5'],
  [
    'a wrong choice',
    deployment({ 'deploy-method': 'scp' }),
    'lollypops.deployment.deploy-method: expected one of "copy"|"archive"|"rsync", not "scp"',
  ],
  [
    'a host that is an option',
    ssh({ host: '-oProxyCommand=id' }),
    /lollypops.deployment.ssh.host: must be a host name.*, not "-oProxyCommand=id"/,
  ],
  ['a host with a command', ssh({ host: 'a;id' }), /lollypops.deployment.ssh.host: must be a host name/],
  ['a user with a blank', ssh({ user: 'a b' }), /lollypops.deployment.ssh.user: must be a user name, not "a b"/],
  ['an open quote', ssh({ command: `'ssh` }), `lollypops.deployment.ssh.command: the quote ' is not closed in "'ssh"`],
  ['no command', ssh({ command: ' ' }), 'lollypops.deployment.ssh.command: must be a command'],
  [
    'a relative folder',
    deployment({ 'config-dir': 'src' }),
    'lollypops.deployment.config-dir: must be an absolute path, not "src"',
  ],
  [
    'a folder with ..',
    deployment({ 'config-dir': '/var/../etc' }),
    /lollypops.deployment.config-dir: must be a place below/,
  ],
  [
    'a mode that is none',
    files({ mode: '0999' }),
    'lollypops.secrets.files."wifi.env".mode: must be octal, such as 0400, not "0999"',
  ],
  ['an owner with a colon', files({ owner: 'a:b' }), /files."wifi.env".owner: must be a name or a number, not "a:b"/],
  ['an empty command', files({ cmd: ' ' }), /files."wifi.env".cmd: must be a command/],
  ['a NUL', files({ name: 'a\0b' }), /files."wifi.env".name: must not hold a NUL/],
  [
    'an unknown task',
    changed({ tasks: ['deploy'] }),
    'lollypops.tasks: there is no task "deploy", only check, deploy-flake, deploy-secrets, rebuild, build-system, activate-system, diff, rollback, generations, status',
  ],
  [
    'an unknown dependency',
    task({ deps: ['x'] }),
    /^lollypops.extraTasks.greet.deps: there is no task "x", only .*greet$/,
  ],
  [
    'a circle',
    task({ deps: ['greet'] }),
    'lollypops.extraTasks.greet.deps: these tasks wait for each other: greet -> greet',
  ],
  ['a task with a blank', task({}, 'a b'), /extraTasks."a b": a task is named with letters/],
  [
    'two secrets in one place',
    changed({
      secrets: {
        ...host().secrets,
        files: { a: secret('a'), b: secret('b', { path: '/var/src/lollypops-secrets/a' }) },
      },
    }),
    'lollypops.secrets.files.b.path: /var/src/lollypops-secrets/a is the path of lollypops.secrets.files.a, too: each secret needs its own',
  ],
  [
    'a secret below a secret',
    changed({
      secrets: {
        ...host().secrets,
        files: { a: secret('a', { path: '/srv/a' }), b: secret('b', { path: '/srv/a/b' }) },
      },
    }),
    'lollypops.secrets.files.b.path: /srv/a/b is below /srv/a, which is the file of lollypops.secrets.files.a',
  ],
  [
    'a secret in the place of our own',
    files({ path: '/srv/.lollypops-new.1/x' }),
    /\/srv\/.lollypops-new.1\/x is what lollypops uses/,
  ],
  [
    'a secret in the store',
    files({ path: '/nix/store/x' }),
    /path: must not lie in the Nix store: everybody can read that/,
  ],
  [
    'a secret out of the store',
    files({ cmd: 'cat /nix/store/x-secret' }),
    /cmd: must not print a file of the Nix store/,
  ],
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
  [
    'a unit without a type',
    files({ restartUnits: ['nginx'] }),
    /restartUnits.0: must be a unit with its type, such as nginx.service, not "nginx"/,
  ],
  ['no jobs', changed({ secrets: { ...host().secrets, jobs: 0 } }), /secrets.jobs: .*>=1.*, not 0/],
  [
    'a hostname with a command',
    changed({ hostName: 'a$(id)' }),
    /^networking.hostName: must be a host name of letters/,
  ],
  [
    'a key that JavaScript would lose',
    message(JSON.stringify(host()).replace('"files":{}', '"files":{"__proto__":{}}')),
    'nothing can be called __proto__',
  ],
  [
    'check under both of its names',
    changed({
      extraTasks: Object.fromEntries(
        ['check', 'check-vars'].map((name) => [name, { dir: '.', deps: [], desc: '', cmds: [] }]),
      ),
    }),
    'lollypops.extraTasks.check-vars: is the former name of check, which is there, too',
  ],
  [
    'a wrong secret of a home-manager user',
    changed({
      'home-manager': {
        users: { alice: { home: '/home/alice', secrets: { files: { a: secret('a', { path: 'x' }) } } } },
      },
    }),
    'home-manager.users.alice.lollypops.secrets.files.a.path: must be an absolute path, not "x"',
  ],
  [
    'a build for no address',
    deployment({ build: 'ssh://porree' }),
    'lollypops.deployment.build: must be "target", "local", the name of another host of the flake, or an ssh address such as root@builder.example.org, not "ssh://porree"',
  ],
  [
    'a build by the host itself',
    deployment({ build: 'ahorn' }),
    'lollypops.deployment.build: ahorn is the host itself: leave it at "target"',
  ],
  [
    'a build in two places',
    changed({ system, deployment: { ...host().deployment, build: 'local', 'local-evaluation': true } }),
    'lollypops.deployment.build: "local" contradicts local-evaluation, by which the machine that deploys builds: set only one of them',
  ],
  [
    'a build here of nothing',
    deployment({ build: 'local' }),
    'system: must be the store path to deploy, as build is "local"',
  ],
  ['a system that is not built here', changed({ system }), 'system: must be null, as build is "target"'],
  [
    'a builder without the password for sudo',
    deployment({ build: 'root@porree', sudo: { ...host().deployment.sudo, enable: true, 'ask-password': true } }),
    'lollypops.deployment.build: root@porree copies straight to ahorn, and has no password for sudo there: use "target" or "local", or let sudo do without one',
  ],
  [
    'a platform that is none',
    changed({ platform: 'x86 "linux' }),
    'platform: must be such as x86_64-linux, not "x86 \\"linux"',
  ],
  ['a builder that is not asked for', changed({ builder }), 'builder: is porree, but build is "target"'],
  [
    'a builder that cannot be',
    changed({ builder: { ...builder, ssh: { ...builder.ssh, host: '-oProxyCommand=id' } } }),
    /^lollypops.deployment.ssh.host of the builder: must be a host name.*, not "-oProxyCommand=id"$/,
  ],
  [
    'a builder without ssh',
    changed({ builder: { ...builder, ssh: { ...builder.ssh, command: '' } } }),
    'lollypops.deployment.ssh.command of the builder: must be a command',
  ],
  [
    'no time to confirm',
    rollback({ 'confirm-timeout': 0 }),
    'lollypops.deployment.rollback.confirm-timeout: must be at least one second, not 0',
  ],
  [
    'a time of no whole seconds',
    rollback({ 'activation-timeout': 1.5 }),
    'lollypops.deployment.rollback.activation-timeout: must be whole seconds, not 1.5',
  ],
  [
    'a time without end',
    deployment({ 'reboot-timeout': 1e9 }),
    'lollypops.deployment.reboot-timeout: must be at most a day, 86400, not 1000000000',
  ],
  [
    'a port out of range',
    rollback({ 'confirm-port': 65_536 }),
    'lollypops.deployment.rollback.confirm-port: must be a port, not 65536',
  ],
  [
    'a place to confirm with a port',
    rollback({ 'confirm-host': 'root@ahorn' }),
    /rollback.confirm-host: must be a host name, an address/,
  ],
  [
    'a pattern of units',
    rollback({ 'ignore-failed-units': ['run-*.mount'] }),
    /ignore-failed-units.0: must be the name of one unit, not a pattern, not "run-\*.mount"/,
  ],
  [
    'a reboot at times',
    deployment({ reboot: 'sometimes' }),
    'lollypops.deployment.reboot: expected one of "never"|"when-needed"|"always", not "sometimes"',
  ],
  [
    'a check of nothing',
    check({}),
    'lollypops.deployment.health-checks.web: nothing is set: set exactly one of command, host-command, url and unit',
  ],
  [
    'a check of two things',
    check({ unit: 'nginx.service', url: 'http://ahorn' }, 'my site'),
    'lollypops.deployment.health-checks."my site": url and unit is set: set exactly one of command, host-command, url and unit',
  ],
  [
    'a check of two lines',
    check({ unit: 'nginx.service' }, 'a\nb'),
    'lollypops.deployment.health-checks."a\\nb": its name must be one line',
  ],
  [
    'a check without a name',
    check({ unit: 'nginx.service' }, ''),
    'lollypops.deployment.health-checks."": its name must not be empty',
  ],
  [
    'a check by a blank command',
    check({ 'host-command': ' ' }),
    'lollypops.deployment.health-checks.web.host-command: must be a command, not " "',
  ],
  [
    'a check of a file',
    check({ url: 'file:///etc/passwd' }),
    /health-checks.web.url: must be an http or https URL, not "file/,
  ],
  ['no tries', check({ unit: 'nginx.service', tries: 0 }), /health-checks.web.tries: must be at least 1, not 0/],
  [
    'a revision that is none',
    changed({ flake: { ...host().flake, revision: 'main; id' } }),
    'flake.revision: must be a git revision, not "main; id"',
  ],
  [
    'a profile with a blank',
    profiles({ 'a b': {} }),
    /^lollypops.profiles."a b": a profile is named with letters, .* its task is called profile-NAME$/,
  ],
  ['a profile without a name', profiles({ '': {} }), /^lollypops.profiles."": a profile is named with letters/],
  [
    'a profile out of no store',
    profiles({ shop: { path: '/srv/shop' } }),
    'lollypops.profiles.shop.path: must be a store path, not "/srv/shop"',
  ],
  [
    'a profile linked in the store',
    profiles({ shop: { profile: '/nix/store' } }),
    /profiles.shop.profile: must be below \/nix\/var\/nix\/profiles, and not in per-user/,
  ],
  [
    'a profile that does nothing',
    profiles({ shop: { activation: '' } }),
    'lollypops.profiles.shop.activation: must be a command, not ""',
  ],
  [
    'a profile for an option of su',
    profiles({ shop: { user: '-c' } }),
    /profiles.shop.user: must be a name or a number/,
  ],
  [
    'a profile for a number',
    profiles({ shop: { user: '1000' } }),
    'lollypops.profiles.shop.user: must be the name of a user, not "1000"',
  ],
  [
    'a profile in the place of the system',
    profiles({ shop: { profile: '/nix/var/nix//profiles/system/' } }),
    'lollypops.profiles.shop.profile: /nix/var/nix/profiles/system is that of the system, too: each needs its own',
  ],
  [
    'two profiles in one place',
    profiles({ shop: { profile: '/nix/var/nix/profiles/p' }, blog: { profile: '/nix/var/nix/profiles/p' } }),
    'lollypops.profiles.shop.profile: /nix/var/nix/profiles/p is that of lollypops.profiles.blog, too: each needs its own',
  ],
  [
    'a profile below a profile',
    profiles({ a: { profile: '/nix/var/nix/profiles/p' }, b: { profile: '/nix/var/nix/profiles/p/q' } }),
    'lollypops.profiles.b.profile: /nix/var/nix/profiles/p/q is in the way of /nix/var/nix/profiles/p, that of lollypops.profiles.a: choose another place',
  ],
  [
    'a profile above a profile',
    profiles({ a: { profile: '/nix/var/nix/profiles/p/q' }, b: { profile: '/nix/var/nix/profiles/p' } }),
    /b.profile: \S+p is in the way of \S+q, that of lollypops.profiles.a: choose another place$/,
  ],
  [
    'a profile in the place of the note of the guard',
    profiles({ shop: { profile: '/nix/var/nix/profiles/system-before' } }),
    /shop.profile: \S+system-before is that of the system, too/,
  ],
  [
    'a profile in a folder of its user',
    profiles({ shop: { profile: '/nix/var/nix/profiles/per-user/alice/shop' } }),
    /shop.profile: must be below \/nix\/var\/nix\/profiles, and not in per-user/,
  ],
  [
    'a profile called like a generation',
    profiles({ shop: { profile: '/nix/var/nix/profiles/system-7-link' } }),
    /shop.profile: .*system-7-link is in the way of .*, that of the system/,
  ],
  [
    'a profile with generations called like another',
    profiles({ a: { profile: '/nix/var/nix/profiles/p-1-link' }, b: { profile: '/nix/var/nix/profiles/p' } }),
    /b.profile: \/nix\/var\/nix\/profiles\/p is in the way of \/nix\/var\/nix\/profiles\/p-1-link/,
  ],
])('%s is refused in one line', (_, said, expected) => {
  expect(said).toMatch(
    expected instanceof RegExp ? expected : new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
  )
  expect(said).not.toContain('\n')
})

test('what is right is accepted', () => expect(changed({})).toBe('accepted'))

test.each([
  'target',
  'porree',
  'builder.example.org',
  'me@builder',
  'me@example.org@builder',
  '10.0.0.7',
  'root@fe80::1',
])('build may be %s', (build) => {
  expect(deployment({ build })).toBe('accepted')
})

test('what builds for the host may be named in full', () => {
  expect(changed({ builder, deployment: { ...host().deployment, build: 'porree' } })).toBe('accepted')
  expect(changed({ system, deployment: { ...host().deployment, build: 'local' } })).toBe('accepted')
})

test('whatever build is, it is no option of ssh and nothing that a shell would read', () => {
  const piece = fc.constantFrom(
    'root',
    'me',
    '@',
    '-',
    '-o',
    ' ',
    '\n',
    ';',
    '$(id)',
    '`',
    "'",
    '"',
    '\\',
    '|',
    '/',
    '.',
    ':',
    'builder',
    'ü',
    '\0',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), fc.constantFrom('', '@builder'), (pieces, host) => {
      const build = pieces.join('') + host
      const said = deployment({ build })
      if (said === 'accepted') expect(build).toMatch(/^(?!-)[^\s;$`'"|\0]+$/)
      else expect(said).toMatch(/^lollypops\.deployment\.build: must [^\n]+$/)
    }),
  )
})

test('profiles are accepted exactly when no link is the same as, in or a generation of another', () => {
  const link = fc.constantFrom(
    '/nix/var/nix/profiles/p',
    '/nix/var/nix/profiles/p/q',
    '/nix/var/nix/profiles/p-1-link',
    '/nix/var/nix/profiles/p-1-link/q',
    '/nix/var/nix/profiles/p-link',
    '/nix/var/nix/profiles/p-1-links',
    '/nix/var/nix/profiles/pq',
    '/nix/var/nix/profiles/system-1',
    '/nix/var/nix/profiles/system',
  )
  const before = (a: string, b: string) =>
    [...b.matchAll(/$|\/|-\d+-link(?=$|\/)/g)].some(({ index }) => b.slice(0, index) === a)
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 3 }), (links) => {
      const all = [...links, '/nix/var/nix/profiles/system']
      const clash = all.some((a, i) => all.some((b, j) => i !== j && before(a, b)))
      const said = profiles(Object.fromEntries(links.map((profile, i) => [`p${i}`, { profile }])))
      if (clash) expect(said).toMatch(/^lollypops\.profiles\.p\d\.profile: [^\n]+$/)
      else expect(said).toBe('accepted')
    }),
  )
})

test('slashes too many are forgiven', () => {
  const { deployment } = readHost(JSON.stringify(host({ deployment: { 'config-dir': '/var//src/lollypops/' } })))
  expect(deployment['config-dir']).toBe('/var/src/lollypops')
})

test.each<[given: string[], read: string[]]>([
  [[''], []],
  [[' ', '-p 22', ''], ['-p 22']],
  [
    ['-p', ''],
    ['-p', ''],
  ],
])('options %j are %j: an empty one is none, unless the one before it takes it', (opts, read) => {
  const { ssh, sudo } = readHost(JSON.stringify(host({ deployment: { ssh: { opts }, sudo: { opts } } }))).deployment
  expect([ssh.opts, sudo.opts]).toEqual([read, read])
})
