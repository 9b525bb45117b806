import { expect, test } from 'vitest'
import { targetOf } from '../../src/script/target.ts'
import { print } from '../../src/shell/quote.ts'
import { host } from '../support/hosts.ts'

const target = (ssh: object, sudo: object = {}) => targetOf(host({ deployment: { ssh, sudo } }))

test.each([
  [[], 'ssh root@ahorn', '', undefined],
  [['-A'], 'ssh -A root@ahorn', '-A', 'ssh -A'],
  [['-p', '22'], 'ssh -p 22 root@ahorn', `'-p 22'`, `'ssh -p 22'`],
  [['-p 2522'], 'ssh -p 2522 root@ahorn', `'-p 2522'`, `'ssh -p 2522'`],
  [[' -p 8909'], 'ssh -p 8909 root@ahorn', `'-p 8909'`, `'ssh -p 8909'`],
  [
    ['-i/etc/ssh/keys/$USER'],
    'ssh -i/etc/ssh/keys/"$USER" root@ahorn',
    '"-i/etc/ssh/keys/$USER"',
    '"ssh -i/etc/ssh/keys/$USER"',
  ],
  [
    ['-o', 'ProxyCommand=ssh -W %h:%p jump'],
    `ssh -o 'ProxyCommand=ssh -W %h:%p jump' root@ahorn`,
    undefined,
    `"ssh -o 'ProxyCommand=ssh -W %h:%p jump'"`,
  ],
])('ssh.opts = %j', (opts, ssh, nix, rsync) => {
  const { ssh: words, nixSshOpts, rsyncShell } = target({ opts })
  expect(print(words)).toBe(ssh)
  expect(nixSshOpts === undefined || nixSshOpts === '' ? nixSshOpts : print(nixSshOpts)).toBe(nix)
  expect(rsyncShell === undefined ? undefined : print(rsyncShell).replace(/^ssh -A$|^'ssh -A'$/, 'ssh -A')).toBe(rsync)
})

test('without a user, ssh decides', () => expect(print(target({ user: null }).ssh)).toBe('ssh ahorn'))
test('an IPv6 address stands in brackets where a port could follow', () => {
  const { address, rsyncHost, nixStore } = target({ host: 'fe80::1' })
  expect([address, rsyncHost, nixStore]).toEqual(['root@fe80::1', 'root@[fe80::1]', 'ssh://root@[fe80::1]'])
})
test('Nix becomes root by sudo', () => {
  expect(target({}, { enable: true, opts: ['-H'] }).nixStore).toBe(
    'ssh://root@ahorn?remote-program=sudo%20-H%20nix-store',
  )
})
test('Nix cannot be told another ssh', () => expect(target({ command: '/bin/ssh' }).nixSshOpts).toBeUndefined())
