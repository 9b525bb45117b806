import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { tempDir } from '../support/temp.ts'
import { toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('a deploy', () => {
  const lab = useLab('ahorn', 'porree')
  const nix = privateNix()
  const { deploy, run, write } = deployer(lab, nix)
  let source = ''
  const ahorn = (parts: Parameters<typeof host>[0] = {}) => withFlake(host(parts), source)
  const withSecret = (cmd: string) => ({
    secrets: { files: { token: secret('token', { cmd }), other: secret('other', { cmd: 'echo other' }) } },
  })

  beforeAll(async () => {
    source = await toyFlake(nix, 'first')
  })

  test('goes from nothing to a running system', async () => {
    const { code, stdout, stderr } = await deploy(ahorn(withSecret('printf geheim')))
    expect(code, stderr).toBe(0)
    expect(stdout.match(/^==> .*/gm)).toEqual([
      '==> check',
      '==> deploy-flake',
      '==> deploy-secrets',
      '==> build-system',
      '==> activate-system',
    ])
    expect(await lab.exec('ahorn', 'cat /root/activated /var/src/lollypops-secrets/token')).toBe(
      `test first\nboot first\ngeheim`,
    )
    expect(await lab.exec('ahorn', 'stat -c "%a %U:%G" /var/src/lollypops-secrets/token')).toBe('400 root:users')
  })

  test('takes another program for sudo from the environment, for one run', async () => {
    await lab.exec(
      'ahorn',
      `printf '#!/bin/sh\\necho "= $*" >>/tmp/asked; exec sudo "$@"' >/usr/bin/become; chmod +x /usr/bin/become`,
    )
    const env = { LP_REMOTE_SUDO_COMMAND: 'become', LP_REMOTE_SUDO_OPTS: '-n -H' }
    const byDeploy = ahorn({ deployment: { ssh: { user: 'deploy' }, sudo: { enable: true, opts: ['-n'] } } })
    const { code, stderr } = await deploy(byDeploy, ['deploy-flake', 'rebuild'], { env })
    expect(code, stderr).toBe(0)
    const asked = await lab.exec('ahorn', 'cat /tmp/asked; rm /tmp/asked')
    expect(asked).toMatch(/^= -n -H nix .*build/m)
    expect(asked).toMatch(/^= -n nix-store --serve/m)
    expect((await deploy(byDeploy, ['check'])).code).toBe(0)
    expect(await lab.exec('ahorn', 'ls /tmp/asked 2>&1 || true')).toMatch(/No such file/)
  })

  test('leaves no process, socket or file behind on this machine', async () => {
    const where = {
      extraTasks: {
        where: { dir: '.', deps: [], desc: '', cmds: ['ssh root@ahorn true; echo "$lp_dir"; ls "$lp_dir"'] },
      },
    }
    const [, folder = '', ...files] = (await deploy(ahorn(where), ['where'])).stdout.trim().split('\n')
    expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)])
    expect((await run('sh', ['-c', `ls -d ${folder}; pgrep -af '[/]${folder.slice(1)}/'`])).stdout).toBe('')
  })

  test('leaves a flake that a person on the host can rebuild from', async () => {
    expect(
      await lab.exec(
        'ahorn',
        'cd /; nixos-rebuild dry-activate --flake /var/src/lollypops/flake#ahorn && tail -n 1 /root/activated',
      ),
    ).toBe('dry-activate first')
  })

  test('with nothing to do changes nothing', async () => {
    await deploy(ahorn(withSecret('printf geheim')))
    const before = await snapshot(lab, 'ahorn')
    expect((await deploy(ahorn(withSecret('printf geheim')), ['check', 'deploy-flake', 'deploy-secrets'])).code).toBe(0)
    expect(changes(before, await snapshot(lab, 'ahorn'))).toEqual([])
  })

  test('of one task does only that', async () => {
    const before = await snapshot(lab, 'ahorn')
    expect((await deploy(ahorn(withSecret('printf neu')), ['deploy-secrets'])).code).toBe(0)
    expect(
      changes(before, await snapshot(lab, 'ahorn'))
        .map((line) => line.split('  ')[0])
        .sort(),
    ).toEqual(['+ /var/src/lollypops-secrets/token', '- /var/src/lollypops-secrets/token'])
  })

  test('of a changed flake activates that, and keeps it from garbage collection', async () => {
    const changed = await toyFlake(nix, 'second')
    expect((await deploy(withFlake(host(), changed))).code).toBe(0)
    await lab.exec('ahorn', 'nix-collect-garbage --delete-old')
    expect(await lab.exec('ahorn', 'tail -n 1 /root/activated; readlink -e /nix/var/nix/gcroots/lollypops/*')).toBe(
      `boot second\n${changed}`,
    )
    expect(await lab.exec('ahorn', `test -e ${source} || echo collected`)).toBe('collected')
  })

  test('with a failing secret changes nothing, and says which', async () => {
    const before = await snapshot(lab, 'ahorn')
    const { code, stderr } = await deploy(ahorn(withSecret('echo half; false')), ['deploy-secrets', 'rebuild'])
    expect(code).toBe(1)
    expect(stderr).toContain('deploy-ahorn: deploy-secrets failed at token (exit code 1), in line')
    expect(stderr).toMatch(/To continue: \S*deploy-ahorn deploy-secrets build-system activate-system\n/)
    expect(changes(before, await snapshot(lab, 'ahorn'))).toEqual([])
  })

  test('whose first login sends a secret that fails leaves no ssh behind', async () => {
    const { code, stderr } = await deploy(ahorn(withSecret('false')), ['deploy-secrets'])
    expect(code).toBe(1)
    expect(stderr).not.toContain('unix_listener')
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^(To continue: |deploy-secrets: all secrets)/)
  })

  test('to a host that is not there says so', async () => {
    await lab.cut('porree')
    const options = { ssh: { host: 'porree', opts: ['-o ConnectTimeout=2'] } }
    const { code, stderr } = await deploy(ahorn({ deployment: options }))
    await lab.heal('porree')
    expect(code).toBe(20)
    expect(stderr).toContain('ssh: connect to host')
    expect(stderr).toMatch(/deploy-ahorn: ahorn does not answer\n$/)
  })

  test('to another machine than meant is refused, unless it is said to be new', async () => {
    const wrong = ahorn({ hostName: 'birne' })
    const { code, stderr } = await deploy(wrong)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'root@ahorn is not birne: fix lollypops.deployment.ssh.host, or pass --new for a first installation',
    )
    expect((await deploy(wrong, ['--new', 'check'])).code).toBe(0)
  })

  test('says when root cannot be had', async () => {
    const asUser = await deploy(ahorn({ deployment: { ssh: { user: 'deploy' } } }), ['check'])
    expect(asUser.stderr).toContain('deploy@ahorn is not root: log in as root')
    const withPassword = await deploy(ahorn({ deployment: { ssh: { user: 'ops' }, sudo: { enable: true } } }), [
      'check',
    ])
    expect(withPassword.stderr).toContain('sudo on ahorn wants a password: set sudo.ask-password')
    expect([asUser.code, withPassword.code]).toEqual([1, 1])
  })

  test('goes as the user and to the address of the environment', async () => {
    const whoami = {
      extraTasks: {
        who: {
          dir: '.',
          deps: [],
          desc: '',
          cmds: ['{{.REMOTE_COMMAND}} root@ahorn "id -un; hostname; echo \\$SSH_CONNECTION"'],
        },
      },
    }
    const elsewhere = {
      env: {
        LP_REMOTE_USER: 'deploy',
        LP_REMOTE_HOST: await lab.address('porree'),
        LP_REMOTE_SSH_OPTS: '-o HostKeyAlias=porree',
      },
    }
    expect((await deploy(ahorn(whoami), ['who'], elsewhere)).stdout).toMatch(/^==> who\ndeploy\nporree\n/)
    const { code, stdout } = await deploy(
      ahorn({ ...whoami, deployment: { ssh: { command: `${lab.env.PATH.split(':')[0]}/ssh` } } }),
      ['who'],
      elsewhere,
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^==> who\ndeploy\nporree\n/) })
  })

  test.each(['boot', 'test', 'dry-activate', 'build', 'dry-build'])(
    'REBUILD_ACTION=%s reaches nixos-rebuild',
    async (action) => {
      await lab.exec('ahorn', 'rm -f /root/activated')
      for (const local of [false, true]) {
        const { code, stderr } = await deploy(
          ahorn({ deployment: { 'local-evaluation': local } }),
          ['deploy-flake', 'rebuild'],
          {
            env: { REBUILD_ACTION: action },
          },
        )
        expect(code, stderr).toBe(0)
      }
      const activated = await lab.exec('ahorn', 'cat /root/activated 2>/dev/null || true')
      expect(activated).toBe(action.endsWith('build') ? '' : `${action} first\n${action} first`)
    },
  )

  test('refuses another REBUILD_ACTION before anything runs', async () => {
    const { code, stdout, stderr } = await deploy(ahorn(), [], { env: { REBUILD_ACTION: 'swtich' } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'deploy-ahorn: REBUILD_ACTION is swtich: use switch, boot, test, dry-activate, build or dry-build\n',
    )
  })

  test('two deploys of secrets at once: with --wait, both come to their turn', async () => {
    const both = await Promise.all(
      ['aaaa', 'bbbb'].map((value) => deploy(ahorn(withSecret(`printf ${value}`)), ['--wait', 'deploy-secrets'])),
    )
    expect(both.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0])
    expect(await lab.exec('ahorn', 'cat /var/src/lollypops-secrets/token')).toMatch(/^(aaaa|bbbb)$/)
  })

  test('two deploys of secrets at once: both sets never mix', async () => {
    const both = await Promise.all(
      ['aaaa', 'bbbb'].map((value) => deploy(ahorn(withSecret(`sleep 0.5; printf ${value}`)), ['deploy-secrets'])),
    )
    const refused = both.filter(({ code }) => code !== 0)
    for (const { stderr } of refused) expect(stderr).toContain('another deploy is running')
    expect(both.length - refused.length).toBeGreaterThanOrEqual(1)
    expect(
      await lab.exec(
        'ahorn',
        'cat /var/src/lollypops-secrets/token; ls -A /var/src/lollypops-secrets; ls /run/lollypops | grep new || true',
      ),
    ).toMatch(/^(aaaa|bbbb)other\ntoken$/)
  })

  test('--verbose shows commands, and no secret', async () => {
    const { stderr } = await deploy(
      ahorn(withSecret('cat "$SECRET_FILE"')),
      ['--verbose', 'deploy-secrets', 'rebuild'],
      {
        env: { SECRET_FILE: write(host()) },
      },
    )
    expect(stderr).toContain('+ ssh root@ahorn nix --extra')
    expect(stderr).not.toContain('cat ')
  })

  const extra = (...cmds: string[]) => ({ extraTasks: { own: { dir: '.', deps: [], desc: '', cmds } } })

  test('shares no login with another user or port of the same host', async () => {
    const { stdout } = await deploy(
      ahorn(extra('ssh root@ahorn id -un', 'ssh alice@ahorn id -un', 'ssh -p 2299 root@ahorn true || echo refused')),
      ['own'],
    )
    expect(stdout).toBe('==> own\nroot\nalice\nrefused\n')
  })

  test('sends only its own logins elsewhere', async () => {
    const elsewhere = {
      env: { LP_REMOTE_HOST: await lab.address('porree'), LP_REMOTE_SSH_OPTS: '-o HostKeyAlias=porree' },
    }
    const { stdout } = await deploy(
      ahorn(extra('ssh root@ahorn hostname', 'ssh alice@ahorn hostname', 'ssh root@porree hostname')),
      ['own'],
      elsewhere,
    )
    expect(stdout).toBe('==> own\nporree\nahorn\nporree\n')
  })

  test('asks the host for its name, whatever the environment holds', async () => {
    const { code } = await deploy(ahorn({ hostName: 'birne' }), ['check'], {
      env: { LP_NEW_HOST: 'yes', NEW_HOST: 'yes' },
    })
    expect(code).toBe(1)
  })

  test('says how to continue, started by a relative path, from another folder, with what held for this run', async () => {
    const path = write(ahorn({ extraTasks: { find: { dir: '/tmp', deps: [], desc: '', cmds: ['exit 7'] } } }))
    const { code, stderr } = await run('./deploy-ahorn', ['find', 'check', '--new', '--specialisation', 'a b'], {
      cwd: path.replace(/\/[^/]*$/, ''),
      env: { REBUILD_ACTION: 'boot' },
    })
    expect(code).toBe(1)
    expect(stderr).toContain('deploy-ahorn: task-find failed (exit code 7), in line')
    const again = `${path} --new --specialisation a\\ b task-find check boot`
    expect(stderr).toContain(`To continue: ${again}\n`)
    expect((await run('bash', ['-c', again])).stderr).toContain(`To continue: ${again}\n`)
  })

  test('hides no variable of the user behind its own', async () => {
    const names = ['tasks', 'dry', 'verbose', 'confirm', 'shell', 'activating', 'waits', 'options', 'code', 'at', 'end']
    const cmds = [`echo ${names.map((name) => `"$${name}"`).join(' ')}`, `env | grep -c '=my-'`]
    const env = Object.fromEntries(names.map((name) => [name, `my-${name}`]))
    const { stdout } = await deploy(
      ahorn({ extraTasks: { own: { dir: '/tmp', deps: [], desc: '', cmds } } }),
      ['own'],
      {
        env,
      },
    )
    expect(stdout).toBe(`==> own\n${names.map((name) => `my-${name}`).join(' ')}\n${names.length}\n`)
  })

  test('goes on after a command that ends its own shell', async () => {
    const { stdout } = await deploy(ahorn(extra('exit 0', 'exec true', 'cd /', 'set +e; false; true', 'pwd')), [
      'own',
      'check',
    ])
    expect(stdout.split('\n').slice(0, 3)).toEqual(['==> own', process.cwd(), '==> check'])
  })

  test('fails when a command fails within a substitution, and runs nothing after it', async () => {
    const { code, stdout, stderr } = await deploy(
      ahorn(extra('echo "A=$(cat /nonexistent)"; echo after', 'echo next')),
      ['own'],
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: '==> own\n' })
    expect(stderr).toContain('exit code 1: cat /nonexistent')
    expect(stderr).toContain('deploy-ahorn: own failed')
  })

  test('diff right after a change copies the flake first', async () => {
    const { code, stdout } = await deploy(withFlake(host(), await toyFlake(nix, 'changed again')), ['diff'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^From .*\nto {3}.*-nixos-system-changed-again/m)
  })

  test('--shell has the functions of the script, and its login', async () => {
    const { code, stdout } = await deploy(ahorn(), ['--shell'], {
      input:
        'ssh -O check root@ahorn 2>&1; ssh root@ahorn hostname; ssh -O check root@ahorn 2>&1 | tr -d 0-9; declare -F build-system; exit\n',
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ahorn\nMaster running \(pid=\)\r?\nbuild-system\n/m)
  })

  test('waits for nobody who is still fetching secrets', async () => {
    const fetching = join(tempDir(), 'fetching')
    const slow = deploy(ahorn(withSecret(`touch ${fetching}; sleep 3; printf slow`)), ['deploy-secrets'])
    await vi.waitUntil(() => existsSync(fetching), { timeout: 20_000, interval: 50 })
    expect((await deploy(ahorn(withSecret('printf quick')), ['deploy-secrets'])).code).toBe(0)
    expect(await lab.exec('ahorn', 'cat /var/src/lollypops-secrets/token')).toBe('quick')
    expect((await slow).code).toBe(0)
  })

  test('of the flake, two at once leave one of both, whole', async () => {
    const sources = [source, await toyFlake(nix, 'other')]
    for (let round = 0; round < 5; round++) {
      const both = await Promise.all(sources.map((each) => deploy(withFlake(host(), each), ['deploy-flake'])))
      expect(both.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0])
      const left = await lab.exec(
        'ahorn',
        'readlink /nix/var/nix/gcroots/lollypops/*; ls /var/src/lollypops; cd /var/src/lollypops/flake && sha256sum flake.nix',
      )
      const sum = await lab.exec('ahorn', `cd ${left.split('\n')[0]} && sha256sum flake.nix`)
      expect(left).toBe(`${left.split('\n')[0]}\nflake\n${sum}`)
    }
  })
})
