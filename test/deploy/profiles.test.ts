import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Profile } from '../../src/description/host.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { check, host, profile } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import type { RunOptions } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'
import { type Toy, toyFlake } from '../support/toy-flake.ts'

type Parts = NonNullable<Parameters<typeof host>[0]>

/** An application: a service that its activation restarts. */
const restart = `
cat >/etc/systemd/system/shop.service <<UNIT
[Service]
ExecStart=/bin/sh -c 'cp $PROFILE/message /run/shop; exec sleep infinity'
UNIT
systemctl daemon-reload
systemctl restart shop
"$PROFILE/activate"
`
const link = '/nix/var/nix/profiles/lollypops/shop'

needs(
  'root',
  'lab',
  'nix',
)('a profile', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy } = deployer(lab, nix)
  const on = (script: string) => lab.exec('ahorn', script)
  let source = ''

  /** A store path, unsigned, that needs another one; its `activate` leaves the message at `activated` in the home of who runs it, and then does this. */
  const shop = async (message: string, activate = '') => {
    const file = join(tempDir(), 'shop.nix')
    writeFileSync(file, application(message, activate))
    return nix.output('nix-build', ['--no-out-link', file])
  }
  const described = (profiles: Record<string, Partial<Profile>>, { deployment, ...parts }: Parts = {}) =>
    withFlake(
      host({
        ...parts,
        deployment: {
          ...deployment,
          rollback: { 'confirm-timeout': 15, 'activation-timeout': 8, ...deployment?.rollback },
        },
        profiles: Object.fromEntries(Object.entries(profiles).map(([name, each]) => [name, profile(name, each)])),
      }),
      source,
    )
  /** Deploys the profile shop. */
  const shops = async (
    path: string,
    profileParts: Partial<Profile> = {},
    parts: Parts = {},
    options: RunOptions = {},
  ) => {
    const { code, stdout, stderr } = await deploy(
      described({ shop: { path, activation: restart, ...profileParts } }, parts),
      ['profile-shop'],
      options,
    )
    const is = await on(`cat ${link}/message /run/shop 2>/dev/null || true; systemctl is-active shop || true`)
    return { code, stdout, stderr, is: is.replaceAll('\n', ' ') }
  }

  beforeAll(async () => {
    source = await toyFlake(nix, 'toy')
  })
  beforeEach(async () => {
    await on(`for _ in {1..100}; do systemctl is-active --quiet lollypops-activate || break; sleep 0.1; done
      systemctl stop shop 2>/dev/null
      rm -rf /run/shop /etc/systemd/system/shop.service /nix/var/nix/profiles/lollypops /root/activated /home/*/activated /root/order
      systemctl daemon-reload`)
  })

  test('of root is activated, linked, and kept from garbage collection', async () => {
    const path = await shop('one')
    const { code, stdout, stderr, is } = await shops(path)
    expect({ code, is }, stderr).toEqual({ code: 0, is: 'one one active' })
    expect(stdout).toContain(`ahorn runs ${path}.\n`)
    const two = await shop('two')
    expect((await shops(two)).is).toBe('two two active')
    await on('rm -f /nix/var/nix/gcroots/lollypops-*; nix-collect-garbage --quiet')
    expect(await on(`cat ${link}/message ${link}-{1,2}-link/message /root/activated`)).toBe('two\none\ntwo\none\ntwo')
  })

  test('of alice is activated by her, without root, as she logs in', async () => {
    await on(
      'loginctl enable-linger alice; for _ in {1..50}; do [ -e /run/user/$(id -u alice)/bus ] && break; sleep 0.1; done; echo export FROM_LOGIN=yes >/home/alice/.profile',
    )
    const activation =
      'id -un >~/activated; echo "$HOME $PWD $FROM_LOGIN $XDG_RUNTIME_DIR" >>~/activated; systemctl --user is-active default.target >>~/activated; ! touch /root/owned; cat "$PROFILE/message" >>~/activated'
    const { code, stderr } = await shops(await shop('hers'), { user: 'alice', activation })
    expect(code, stderr).toBe(0)
    const uid = await on('id -u alice')
    expect(await on('cat /home/alice/activated; stat -c %U /home/alice/activated')).toBe(
      `alice\n/home/alice /home/alice yes /run/user/${uid}\nactive\nhers\nalice`,
    )
    expect(await on(`stat -c %U ${link}; cat ${link}/message`)).toBe('root\nhers')
  })

  test.each([
    ['as deploy, with sudo', { ssh: { user: 'deploy' }, sudo: { enable: true } }, ''],
    [
      'as ops, with a password for sudo',
      { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } },
      'lab\n',
    ],
    ['where Nix cannot be told how to log in', { ssh: { opts: ['-o SetEnv=LC_X="a b"'] } }, ''],
    ['without a guarded system', { rollback: { enable: false } }, ''],
  ] as [string, NonNullable<Parts['deployment']>, string][])(
    'is deployed %s, with what it needs',
    async (_, deployment, input) => {
      await on('nix-store --delete /nix/store/*-needed 2>/dev/null || true')
      const { code, stderr, is } = await shops(
        await shop('with', 'cat $(cat "$PROFILE/needed")'),
        {},
        { deployment },
        { input },
      )
      expect({ code, is }, stderr).toEqual({ code: 0, is: 'with with active' })
    },
  )

  const undone: [string, string, Parts, string][] = [
    ['fails', 'exit 7', {}, 'activation of shop ended with exit code 7'],
    [
      'hangs, and ignores TERM',
      "trap '' TERM; while :; do sleep 1; done",
      {},
      'activation of shop took longer than 8 s',
    ],
    [
      'lets nobody in any more',
      'systemctl stop ssh',
      { deployment: { rollback: { 'confirm-timeout': 5 } } },
      'nobody could log in and confirm it within 5 s',
    ],
    ['kills the guard', 'systemctl kill --signal=KILL lollypops-activate', {}, 'its unit was killed'],
    [
      'leaves a failed unit',
      "systemctl stop shop; printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >/run/systemd/system/toy-fails.service; systemctl daemon-reload; systemctl start toy-fails || true",
      {},
      'these units failed: toy-fails.service',
    ],
    [
      'is not well',
      '',
      { deployment: { 'health-checks': { shop: check({ 'host-command': 'grep -qx one /run/shop', tries: 1 }) } } },
      'shop',
    ],
  ]
  const mend =
    'systemctl start ssh; systemctl stop toy-fails; rm -f /run/systemd/system/toy-fails.service; systemctl daemon-reload; systemctl reset-failed'

  describe.each(undone)('that %s', (_, activate, parts, why) => {
    test('goes back to the one before, by its activation', async () => {
      const one = await shop('one')
      expect((await shops(one, {}, parts)).code).toBe(0)
      const { code, stdout, stderr, is } = await shops(await shop('two', activate), {}, parts)
      await on(mend)
      expect({ code, is }, stdout + stderr).toEqual({ code: 10, is: 'one one active' })
      expect(stderr).toMatch(new RegExp(`^ahorn rolled back to its previous profiles: .*${why}.*\\.$`, 'm'))
      expect(stderr).not.toContain(' failed (exit code')
      expect(await on(`cat /root/activated; readlink ${link}; ls -A /nix/var/nix/profiles/lollypops`)).toBe(
        'one\ntwo\none\nshop-1-link\nshop\nshop-1-link',
      )
    })
  })

  test.each(undone.slice(0, 4))(
    'that %s has nothing to go back to the first time, and says so',
    async (_, activate, parts, why) => {
      const { code, stdout, stderr } = await shops(await shop('two', activate), {}, parts)
      await on(mend)
      expect(code, stdout + stderr).toBe(10)
      expect(stderr).toMatch(new RegExp(`^ahorn rolled back to its previous profiles: .*${why}.*\\.$`, 'm'))
      expect(stdout + stderr).toMatch(/^ahorn had no \S+shop to go back to, what was begun is still there\.$/m)
      expect(await on(`ls -A ${link}* 2>/dev/null || true`)).toBe('')
    },
  )

  test('whose way back fails, too, says what runs', async () => {
    const one = await shop('one', '[[ ! -e /root/broken ]]')
    expect((await shops(one)).code).toBe(0)
    const { code, stderr } = await shops(await shop('two', 'touch /root/broken; exit 3'))
    await on('rm /root/broken')
    expect(code, stderr).toBe(13)
    expect(stderr).toContain(
      'perhaps not all of it: activation of shop ended with exit code 3; rollback failed: activation of shop ended with exit code 1.',
    )
  })

  test('of a user that is not there changes nothing, and says so', async () => {
    const { code, stdout, stderr } = await shops(await shop('x'), { user: 'nobody-here' })
    expect(code).toBe(10)
    expect(stdout + stderr).toContain('user nobody-here does not exist')
  })

  test('without root is refused before anything is changed', async () => {
    const { code, stderr } = await shops(await shop('x'), {}, { deployment: { ssh: { user: 'alice' } } })
    expect(code).toBe(11)
    expect(stderr).toContain('Permission denied')
    expect(await on('cat /home/alice/activated 2>/dev/null || true')).toBe('')
  })

  test('runs text that is odd but valid', async () => {
    const activation = `
      read -r line || echo "nothing to read" >~/activated
      cat
      cat <<TEXT >>~/activated
$PROFILE it's "$(echo odd)" \\$HOME
TEXT
      f() { echo "a function: $1" >>~/activated; }; f "}" # a comment with 'a quote
      : 'several
lines' "\${UNSET-}" \\
        'GUARD'
      ls "$PROFILE" \\
`
    const path = await shop('odd')
    for (const user of ['root', 'alice']) {
      const { code, stderr } = await shops(path, { user, activation })
      expect(code, stderr).toBe(0)
      expect(await on(`cat ~${user}/activated`)).toBe(`nothing to read\n${path} it's "odd" $HOME\na function: }`)
    }
  })

  test('is activated with the system, in order, then by name', async () => {
    const path = await shop('x')
    const activation = (name: string) => `echo ${name} >>/root/order`
    const longest = 'systemctl show --property=RuntimeMaxUSec --value lollypops-activate'
    const of = described({
      zebra: { path, activation: activation('zebra'), order: 1 },
      b: { path, activation: activation('b') },
      a: { path, activation: `${activation('a')}; cat /run/current-system/message >>/root/order` },
      last: { path, activation: `${activation('last')}; ${longest} >>/root/order`, order: 2000 },
    })
    const { code, stdout, stderr } = await deploy(of)
    expect(code, stderr).toBe(0)
    expect(stdout.match(/^==> .*/gm)?.slice(-6)).toEqual(
      ['profile-zebra', 'profile-a', 'profile-b', 'profile-last', 'build-system', 'activate-system'].map(
        (task) => `==> ${task}`,
      ),
    )
    expect(await on('cat /root/order')).toBe('zebra\na\ntoy\nb\nlast\n1min 27s') // (5 + 4) x 8 s, and 15 s
    expect((await deploy(of, ['profile-last', 'profile-b'])).code).toBe(0)
    expect(await on('tail -n 3 /root/order')).toBe('last\n1min 11s\nb')
  })

  const stored = (name: string) => `/nix/store/${'0'.repeat(32)}-${name}`
  test.each([
    [
      ['activate-system', 'profile-a', 'activate-system'],
      ['activate-system', 'profile-a', 'activate-profiles'],
    ],
    [
      ['profile-a', 'activate-system', 'profile-b'],
      ['profile-a', 'activate-system', 'profile-b', 'activate-profiles'],
    ],
    [
      ['profile-a', 'rollback'],
      ['profile-a', 'rollback'],
    ],
    [
      ['profile-a', 'status'],
      ['profile-a', 'status', 'activate-profiles'],
    ],
    [
      ['profile-a', 'activate-profiles'],
      ['profile-a', 'activate-profiles'],
    ],
    [['status'], ['status']],
    [['needs-both'], ['profile-a', 'build-system', 'activate-system', 'needs-both']],
    [
      ['needs-a', 'needs-b'],
      ['profile-a', 'activate-profiles', 'needs-a', 'profile-b', 'activate-profiles', 'needs-b'],
    ],
    [['needs-each'], ['profile-a', 'activate-profiles', 'needs-a', 'profile-b', 'activate-profiles', 'needs-each']],
    [
      ['profile-b', 'rebuild', 'needs-b'],
      ['profile-b', 'build-system', 'activate-system', 'needs-b'],
    ],
  ])('of %j is activated once by %j', async (asked, runs) => {
    const needs = (...deps: string[]) => ({ desc: '', dir: '.', cmds: ['true'], deps })
    const extraTasks = {
      'needs-a': needs('profile-a'),
      'needs-b': needs('profile-b'),
      'needs-both': needs('profile-a', 'rebuild'),
      'needs-each': needs('needs-a', 'profile-b'),
    }
    const of = described({ a: { path: stored('a') }, b: { path: stored('b') } }, { extraTasks })
    const { stdout } = await deploy(of, [...asked, '--dry-run'])
    expect([...stdout.matchAll(/^([\w-]+)\(\) \{$/gm)].map((match) => match[1])).toEqual(runs)
  })

  test('that fails rolls back those before it, and those after it are not begun', async () => {
    const [one, two] = [await shop('one'), await shop('two')]
    const of = (path: string, end: string) =>
      described({ a: { path }, b: { path, activation: end }, c: { path, activation: 'echo c >>/root/order' } })
    const tasks = ['profile-a', 'profile-b', 'profile-c']
    expect((await deploy(of(one, 'true'), tasks)).code).toBe(0)
    const { code, stderr } = await deploy(of(two, `[[ $PROFILE != ${two} ]] || exit 5`), tasks)
    expect(code, stderr).toBe(10)
    expect(await on('cat /nix/var/nix/profiles/lollypops/{a,b,c}/message /root/activated /root/order')).toBe(
      'one\none\none\none\ntwo\none\nc',
    )
  })

  test('that fails rolls back the system of its run, and that the profile', async () => {
    const [one, two] = [await shop('one'), await shop('two')]
    const both = async (message: string, toy: Toy, activation: string) => {
      source = await toyFlake(nix, message, toy)
      const path = message === 'old' ? one : two
      return deploy(described({ shop: { path, activation: `"$PROFILE/activate"; ${activation}` } }))
    }
    const is = () => on(`cat /run/current-system/message /nix/var/nix/profiles/system/message ${link}/message`)
    expect((await both('old', {}, 'true')).code).toBe(0)
    const profileFails = await both('new', {}, `[[ $PROFILE != ${two} ]]`)
    expect(profileFails.code, profileFails.stderr).toBe(10)
    expect(profileFails.stderr).toMatch(/^ahorn rolled back to \S+-old: activation of shop ended with exit code 1\.$/m)
    expect(await is()).toBe('old\nold\none')
    const systemFails = await both('newer', { activation: 'exit 1' }, 'true')
    expect(systemFails.code, systemFails.stderr).toBe(10)
    expect(await is()).toBe('old\nold\none')
    expect(await on('grep -v " " /root/activated')).toBe('one\ntwo\none')
    expect((await both('newest', {}, 'true')).code).toBe(0)
    expect(await is()).toBe('newest\nnewest\ntwo')
  })

  test.each([
    ['boot', 'old new one', 'one'],
    ['test', 'new old one', 'one\ntwo'],
    ['dry-activate', 'old old one', 'one'],
    ['build', 'old old one', 'one'],
  ])('follows the action %s', async (action, states, activated) => {
    const [one, two] = [await shop('one'), await shop('two')]
    const both = async (message: string, path: string, words: string[]) => {
      source = await toyFlake(nix, message)
      return deploy(described({ shop: { path, activation: '"$PROFILE/activate"' } }), words)
    }
    expect((await both('old', one, [])).code).toBe(0)
    const { code, stdout, stderr } = await both('new', two, [action])
    expect(code, stdout + stderr).toBe(0)
    const [runs, boots] = states.split(' ')
    expect(await on(`cat /run/current-system/message /nix/var/nix/profiles/system/message`)).toBe(`${runs}\n${boots}`)
    expect(await on(`cat ${link}/message; grep -v " " /root/activated`)).toBe(
      `${action === 'boot' ? 'two' : 'one'}\n${activated}`,
    )
    const notActivated = /^ahorn did not activate \S+-shop: run profile-shop once the new system has booted\.$/m
    if (action === 'boot') expect(stdout).toMatch(notActivated)
    else expect(stdout).not.toContain('did not activate')
  })
})

const nixText = (text: string) => `''\n${text.replaceAll("''", "'''").replaceAll('${', "''${")}''`

const application = (message: string, activate: string) => `derivation {
  name = "shop";
  system = builtins.currentSystem;
  builder = "/bin/bash";
  needed = builtins.toFile "needed" "needed";
  activate = ${nixText(`#!/bin/bash\ncat "$PROFILE/message" >>~/activated\n${activate}`)};
  args = [ "-c" ''
    PATH=/bin
    mkdir $out
    echo "$needed" >$out/needed
    echo ${message} >$out/message
    echo "$activate" >$out/activate
    chmod +x $out/activate
    exit 0
  '' ];
}
`
