import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { script } from '../../src/script/script.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { host } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { output } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'
import { toyFlake } from '../support/toy-flake.ts'

type Parts = NonNullable<Parameters<typeof host>[0]>
type Deployment = NonNullable<Parts['deployment']>

const rollback = { 'confirm-timeout': 5, 'activation-timeout': 10 }
const toplevel = 'nixosConfigurations.ahorn.config.system.build.toplevel'
const tasks = ['deploy-flake', 'build-system', 'activate-system']
const deploys: Deployment = { ssh: { user: 'deploy' }, sudo: { enable: true } }
const ops: Deployment = { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } }
const onlyOnPorree = '[ "$(uname -n)" = porree ] || exit 1'
const withBlanks: Deployment = { ssh: { opts: ['-o SetEnv=LC_X="a b"'] } }

needs(
  'root',
  'lab',
  'nix',
)('a system', () => {
  const lab = useLab('ahorn', 'porree')
  const nix = privateNix()
  const { deploy } = deployer(lab, nix)
  const on = (script: string) => lab.exec('ahorn', script)
  const onPorree = (script: string) => lab.exec('porree', script)
  const runs = () => on('cat /run/current-system/message')
  const collect = 'rm -rf /nix/var/nix/gcroots/lollypops*; nix-collect-garbage --quiet'
  let agent = ''
  let number = 0

  const toy = (files: Record<string, string> = {}, build = '') => toyFlake(nix, `system ${++number}`, { files, build })
  const described = (source: string, deployment: Deployment = {}, parts: Parts = {}) =>
    withFlake(host({ ...parts, deployment: { rollback, ...deployment } }), source)
  const built = async (source: string) =>
    JSON.parse(await nix.output('nix', ['build', '--no-link', '--json', `${source}#${toplevel}`]))[0].outputs
      .out as string

  const agents: ChildProcess[] = []
  const startAgent = async () => {
    const socket = join(tempDir(), 'agent')
    agents.push(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' }))
    await output('bash', ['-c', 'until [ -S "$0" ]; do sleep 0.1; done', socket])
    return socket
  }
  afterAll(() => {
    for (const each of agents) each.kill()
  })

  beforeAll(async () => {
    await lab.exec('porree', 'cat >/root/known', {
      input: readFileSync(join(lab.sshConfig, '..', 'known_hosts'), 'utf8'),
    })
    await onPorree(`cp /root/known /etc/ssh/ssh_known_hosts; echo ${await lab.address('ahorn')} ahorn >>/etc/hosts`)
    agent = await startAgent()
    await output('ssh-add', ['-q', lab.key], { env: { SSH_AUTH_SOCK: agent } })
  })

  beforeEach(
    async () =>
      void (await onPorree('rm -f /root/.ssh/id_* /home/deploy/.ssh/id_*; cp /root/known /etc/ssh/ssh_known_hosts')),
  )

  describe('built where its script is', () => {
    const here = async (deployment: Deployment = {}) => {
      const source = await toy()
      const system = await built(source)
      return { system, host: described(source, { build: 'local', ...deployment }, { system }) }
    }

    test('is the one that stands in the script, and is kept from garbage collection until it runs', async () => {
      const { system, host } = await here()
      expect(script(host)).toContain(`@ahorn" \\\n    ${system}\n`)
      const { code, stderr } = await deploy(host, ['build-system'])
      expect(code, stderr).toBe(0)
      await on('nix-collect-garbage --quiet')
      expect((await deploy(host, ['activate-system'])).code).toBe(0)
      expect(await on('readlink -f /run/current-system')).toBe(system)
    })

    test('is not brought there by dry-build', async () => {
      const { system, host } = await here()
      expect((await deploy(host, ['build-system'], { env: { REBUILD_ACTION: 'dry-build' } })).code).toBe(0)
      expect(await on(`ls -d ${system} 2>/dev/null || true`)).toBe('')
    })

    test.each([
      ['as deploy, with sudo', deploys, ''],
      ['as ops, with a password for sudo', ops, 'lab\n'],
      ['where Nix cannot be told how to log in', withBlanks, ''],
    ])('arrives %s', async (_, deployment, input) => {
      const { system, host } = await here(deployment)
      const { code, stderr } = await deploy(host, tasks, { input })
      expect(code, stderr).toBe(0)
      expect(await on('readlink -f /run/current-system')).toBe(system)
    })

    test('is not copied for a user who is not root there, and that is said', async () => {
      const { system, host } = await here({ ssh: { user: 'alice' } })
      const { code, stderr } = await deploy(host, ['build-system'])
      expect(code).toBe(11)
      expect(stderr).toContain('Permission denied')
      expect(stderr).not.toContain('signature')
      expect(await on(`ls -d ${system} 2>/dev/null || true`)).toBe('')
    })
  })

  test.each([
    ['as root', {}, ''],
    ['as deploy, with sudo', deploys, ''],
    ['as ops, with a password for sudo', ops, 'lab\n'],
    ['where Nix cannot be told how to log in', withBlanks, ''],
  ])('evaluated and built here arrives %s', async (_, deployment, input) => {
    const source = await toy()
    const { code, stderr } = await deploy(described(source, { 'local-evaluation': true, ...deployment }), tasks, {
      input,
    })
    expect(code, stderr).toBe(0)
    expect(await runs()).toBe(`system ${number}`)
  })

  describe.each([
    ['root, to root', 'root@porree', {}],
    ['deploy, to deploy with sudo', 'deploy@porree', deploys],
    ['root, where Nix cannot be told how to log in', 'root@porree', withBlanks],
  ] as const)('built on another machine by %s', (_, build, deployment) => {
    const elsewhere = async () => {
      const source = await toy({}, onlyOnPorree)
      return described(source, { build, ...deployment })
    }

    test('goes straight to the host, by the agent of who deploys', async () => {
      const { code, stderr } = await deploy(await elsewhere(), tasks, { env: { SSH_AUTH_SOCK: agent } })
      expect(code, stderr).toBe(0)
      expect(await runs()).toBe(`system ${number}`)
      expect(await onPorree('ls -d /tmp/tmp.* 2>/dev/null || true')).toBe('')
      expect(
        (await nix.output('ls', ['/nix/store']))
          .split('\n')
          .filter((name) => name.endsWith(`-nixos-system-system-${number}`)),
      ).toEqual([])
    })

    test('or by a key of its own', async () => {
      const user = build.split('@')[0]
      await onPorree(
        `cat >~${user}/.ssh/id_ed25519 <<'KEY'\n${readFileSync(lab.key, 'utf8')}KEY\nchown ${user} ~${user}/.ssh/id_ed25519; chmod 600 ~${user}/.ssh/id_ed25519`,
      )
      const { code, stderr } = await deploy(await elsewhere(), tasks, { env: { SSH_AUTH_SOCK: undefined } })
      expect(code, stderr).toBe(0)
      expect(await runs()).toBe(`system ${number}`)
    })

    test('says what is missing where it cannot log in, before it builds', async () => {
      const user = deployment === deploys ? 'deploy@ahorn' : 'root@ahorn'
      const host = await elsewhere()
      const noKey = await deploy(host, tasks, { env: { SSH_AUTH_SOCK: await startAgent() } })
      const noAgent = await deploy(host, tasks, { env: { SSH_AUTH_SOCK: undefined } })
      await onPorree('rm /etc/ssh/ssh_known_hosts')
      const unknown = await deploy(host, tasks, { env: { SSH_AUTH_SOCK: agent } })
      for (const { code, stderr } of [noAgent, noKey, unknown]) {
        expect(code, stderr).toBe(11)
        expect(stderr).toContain('Nothing was activated: ahorn runs what it ran before.')
      }
      const sentence = ({ stderr }: { stderr: string }) => /^deploy-ahorn: .*/m.exec(stderr)?.[0]
      expect(sentence(noAgent)).toBe(
        `deploy-ahorn: porree cannot log in at ${user}: ahorn takes no key of porree, and no agent came along from here: give porree a key of its own, or start an agent with yours (ssh-agent, ssh-add)`,
      )
      expect(sentence(noKey)).toBe(
        `deploy-ahorn: porree cannot log in at ${user}: ahorn takes no key of porree, nor one of your agent: add the right one by ssh-add, or give porree a key of its own`,
      )
      expect(sentence(unknown)).toBe(
        `deploy-ahorn: porree cannot log in at ${user}: porree does not know the host key of ahorn: name it there in programs.ssh.knownHosts`,
      )
      expect(await onPorree(`ls /nix/store | grep -c -- '-nixos-system-system-${number}$' || true`)).toBe('0')
    })
  })

  test('with an input that the host cannot fetch names what helps', async () => {
    const dir = join(tempDir(), 'source')
    mkdirSync(dir)
    writeFileSync(
      join(dir, 'flake.nix'),
      `{ inputs.fleet.url = "path:/only/here"; outputs = { self, fleet }: { nixosConfigurations.ahorn = fleet; }; }`,
    )
    const source = await nix.output('nix-store', ['--add', dir])
    const { code, stderr } = await deploy(described(source), ['deploy-flake', 'build-system'])
    expect(code).toBe(11)
    expect(stderr).toContain(
      'deploy-ahorn: ahorn cannot fetch all inputs of the flake, see above: deploy-method = "archive" sends them along\n',
    )
    const other = await deploy(described(await toy({}, 'exit 1')), ['deploy-flake', 'build-system'])
    expect(other.code).toBe(11)
    expect(other.stderr).not.toContain('archive')
  })

  test('built on another host of the flake is built where that one is reached', async () => {
    const source = await toy({}, onlyOnPorree)
    const builder = {
      name: 'beech',
      ssh: { command: 'ssh', user: 'root', host: 'porree', opts: ['-o', 'ConnectTimeout=10'] },
    }
    const { code, stderr } = await deploy(described(source, { build: 'beech' }, { builder }), tasks, {
      env: { SSH_AUTH_SOCK: agent },
    })
    expect(code, stderr).toBe(0)
    expect(await runs()).toBe(`system ${number}`)
  })

  test('built on another machine is not sent where LP_REMOTE_HOST says, and that is said', async () => {
    const { code, stderr } = await deploy(described(await toy(), { build: 'root@porree' }), ['build-system'], {
      env: { LP_REMOTE_HOST: '192.0.2.1' },
    })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'deploy-ahorn: LP_REMOTE_* do not hold on root@porree, which copies to root@ahorn\n',
    })
  })

  describe.each([
    ['by nix copy', {}, ''],
    ['by nix copy, as deploy', deploys, ''],
    ['with a password for sudo', ops, 'lab\n'],
    ['where Nix cannot be told how to log in', withBlanks, ''],
  ])('copied %s', (_, deployment, input) => {
    /** What the host receives when this is deployed to it, in bytes. */
    const received = async (source: string, options: Deployment) => {
      const of = described(source, { 'local-evaluation': true, ...deployment, ...options })
      const count = async () => Number(await on(`awk '/eth0:/ { print $2 }' /proc/net/dev`))
      const before = await count()
      const { code, stderr } = await deploy(of, ['check', 'deploy-flake', 'build-system'], { input })
      expect(code, stderr).toBe(0)
      return (await count()) - before
    }

    test('is compressed with `compress`', async () => {
      const build = 'mkdir -p $out; yes compressible | head -c 8000000 >$out/large'
      expect(await received(await toy({}, build), {})).toBeGreaterThan(8_000_000)
      expect(await received(await toy({}, build), { compress: true })).toBeLessThan(2_000_000)
    })

    test('is fetched where the host can, with `substitute-on-destination`', async () => {
      const build = `mkdir -p $out; ${Array.from({ length: 2 }, () => `echo ${randomBytes(8).toString('hex')} >>$out/seed`).join(';')}; openssl rand 8000000 >$out/large 2>/dev/null || head -c 8000000 /dev/urandom >$out/large`
      const source = await toy({}, build)
      const of = { 'substitute-on-destination': true }
      const system = await built(source)
      await nix.output('nix', ['copy', '--to', `file://${join(nix.root, 'cache')}`, system])
      await on('rm -rf /srv/cache; mkdir -p /srv/cache')
      const tar = await nix.run('tar', ['-C', join(nix.root, 'cache'), '-c', '.'])
      await lab.exec('ahorn', 'tar -C /srv/cache -x', { input: tar.bytes })
      await on(
        `cp /etc/nix/nix.conf /root/nix.conf; echo 'substituters = file:///srv/cache?trusted=1' >>/etc/nix/nix.conf; echo 'trusted-substituters = file:///srv/cache?trusted=1' >>/etc/nix/nix.conf; systemctl restart nix-daemon; ${collect}`,
      )
      try {
        expect(await received(source, of)).toBeLessThan(2_000_000)
        expect(await on(`ls ${system}/large`)).toBe(`${system}/large`)
      } finally {
        await on('cp /root/nix.conf /etc/nix/nix.conf; systemctl restart nix-daemon')
      }
    })
  })

  describe('of another architecture', () => {
    const foreign = async (platform = 'aarch64-linux', build = '') => {
      const source = await toy({}, build)
      const dir = join(tempDir(), 'source')
      mkdirSync(dir)
      const text = await nix.output('cat', [`${source}/flake.nix`])
      writeFileSync(join(dir, 'flake.nix'), text.replace('x86_64-linux', platform))
      return nix.output('nix-store', ['--add', dir])
    }
    const sentence = (where: string, there: string) =>
      `deploy-ahorn: ahorn is aarch64-linux, for which ${where} cannot build: set lollypops.deployment.build to "target" or to a machine that can, or boot.binfmt.emulatedSystems or nix.buildMachines ${there}\n`

    test('that this machine cannot build is said to be so, and what to do', async () => {
      const { code, stderr } = await deploy(
        described(await foreign(), { 'local-evaluation': true }, { platform: 'aarch64-linux' }),
        tasks,
      )
      expect(code).toBe(11)
      expect(stderr).toContain(sentence('this machine', 'here'))
    })

    test('that the builder cannot build, too', async () => {
      const { code, stderr } = await deploy(
        described(await foreign(), { build: 'root@porree' }, { platform: 'aarch64-linux' }),
        tasks,
        { env: { SSH_AUTH_SOCK: agent } },
      )
      expect(code, stderr).toBe(11)
      expect(stderr).toContain(sentence('root@porree', 'there'))
    })

    test('is built where Nix here can', async () => {
      const source = await foreign('aarch64-linux')
      const env = { NIX_CONFIG: 'extra-platforms = aarch64-linux' }
      const { code, stderr } = await deploy(
        described(source, { 'local-evaluation': true }, { platform: 'aarch64-linux' }),
        tasks,
        { env },
      )
      expect(code, stderr).toBe(0)
      expect(await runs()).toBe(`system ${number}`)
    })

    test('that fails to build where it could be is no matter of the architecture', async () => {
      const source = await foreign('aarch64-linux', 'echo broken; exit 1')
      const env = { NIX_CONFIG: 'extra-platforms = aarch64-linux' }
      const { code, stderr } = await deploy(
        described(source, { 'local-evaluation': true }, { platform: 'aarch64-linux' }),
        tasks,
        { env },
      )
      expect(code).toBe(11)
      expect(stderr).toContain('broken')
      expect(stderr).not.toContain('cannot build:')
    })
  })
})
