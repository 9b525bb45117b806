import { expect, test } from 'vitest'
import { targetOf } from '../../src/script/target.ts'
import { print } from '../../src/shell/quote.ts'
import { host } from '../support/hosts.ts'

const target = (ssh: object, sudo: object = {}) => targetOf(host({ deployment: { ssh, sudo } }))

test.each([
  [[], 'ssh root@ahorn', '"${lp_remote[*]}"', '"ssh ${lp_remote[*]}"'],
  [['-A'], 'ssh -A root@ahorn', '"${lp_remote[*]} -A"', '"ssh ${lp_remote[*]} -A"'],
  [['-p', '22'], 'ssh -p 22 root@ahorn', '"${lp_remote[*]} -p 22"', '"ssh ${lp_remote[*]} -p 22"'],
  [['-p 2522'], 'ssh -p 2522 root@ahorn', '"${lp_remote[*]} -p 2522"', '"ssh ${lp_remote[*]} -p 2522"'],
  [[' -p 8909'], 'ssh -p 8909 root@ahorn', '"${lp_remote[*]} -p 8909"', '"ssh ${lp_remote[*]} -p 8909"'],
  [
    ['-i/etc/ssh/keys/$USER'],
    'ssh -i/etc/ssh/keys/"$USER" root@ahorn',
    '"${lp_remote[*]} -i/etc/ssh/keys/$USER"',
    '"ssh ${lp_remote[*]} -i/etc/ssh/keys/$USER"',
  ],
  [
    ['-o', 'ProxyCommand=ssh -W %h:%p jump'],
    `ssh -o 'ProxyCommand=ssh -W %h:%p jump' root@ahorn`,
    undefined,
    `"ssh ${'$'}{lp_remote[*]} -o 'ProxyCommand=ssh -W %h:%p jump'"`,
  ],
])('ssh.opts = %j', (opts, ssh, nix, rsync) => {
  const { ssh: words, nixSshOpts, nixCopy, rsyncShell } = target({ opts })
  expect(print(words)).toBe(ssh)
  expect(nixCopy ? print(nixSshOpts) : undefined).toBe(nix)
  expect(print(rsyncShell)).toBe(rsync)
})

test('without a user, ssh decides', () => {
  const { ssh, nixStore, rsyncHost } = target({ user: null })
  expect([ssh, nixStore, rsyncHost].map(print)).toEqual(['ssh ahorn', 'ssh://ahorn', 'ahorn'])
})
test('an IPv6 address stands in brackets where a port could follow', () => {
  const { address, rsyncHost, nixStore } = target({ host: 'fe80::1' })
  expect([address, print(rsyncHost), print(nixStore)]).toEqual([
    'root@fe80::1',
    '"${LP_REMOTE_USER:-root}@[fe80::1]"',
    '"ssh://${LP_REMOTE_USER:-root}@[fe80::1]"',
  ])
})
test('Nix becomes root by sudo', () => {
  expect(print(target({}, { enable: true, opts: ['-H'] }).nixStore)).toBe(
    '"ssh://${LP_REMOTE_USER:-root}@ahorn?remote-program=${LP_REMOTE_SUDO_COMMAND:-sudo}%20-H%20nix-store"',
  )
})
test('Nix cannot be told another ssh', () => expect(target({ command: '/bin/ssh' }).nixCopy).toBe(false))
