import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Host, Secret } from '../../src/description/host.ts'
import { deployer } from '../support/deployer.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { tempDir } from '../support/temp.ts'

const folder = '/var/src/lollypops-secrets'

needs(
  'root',
  'lab',
  'nix',
)('deploy-secrets', () => {
  const lab = useLab('ahorn')
  const { deploy, run, write } = deployer(lab, privateNix())
  const dir = tempDir()

  type Parts = Record<string, Partial<Secret>>
  const withSecrets = (parts: Parts, more: Partial<Host['secrets']> = {}): Host =>
    host({
      secrets: {
        ...more,
        files: Object.fromEntries(
          Object.entries(parts).map(([name, part]) => [name, secret(name, { cmd: `printf ${name}`, ...part })]),
        ),
      },
    })
  const put = (parts: Parts, more?: Partial<Host['secrets']>, task = 'deploy-secrets') =>
    deploy(withSecrets(parts, more), [task])
  const on = (script: string) => lab.exec('ahorn', script)

  beforeEach(() =>
    on(`rm -rf ${folder} /var/lib/lollypops /home/alice/secret* /root/changed; rm -f /etc/wifi.env`).then(() => {}),
  )

  /** Deploys, expecting a refusal that changes nothing. */
  async function refused(parts: Parts): Promise<string> {
    const before = await snapshot(lab, 'ahorn')
    const { code, stderr } = await put(parts)
    expect(code, stderr).toBe(1)
    expect(changes(before, await snapshot(lab, 'ahorn')).filter((line) => !line.includes('/run/lollypops'))).toEqual([])
    return stderr
  }

  describe('brings every byte', () => {
    const contents: Record<string, Buffer> = {
      'NUL bytes': Buffer.from('a\0b\0\0'),
      'no final newline': Buffer.from('a'),
      'many final newlines': Buffer.from('a\n\n\n'),
      'only a newline': Buffer.from('\n'),
      'every byte': Buffer.from([...Array(256).keys()]),
      '100 KiB': randomBytes(100 * 1024 + 1),
      '64 MiB': randomBytes(64 * 1024 * 1024),
    }
    test.each(Object.entries(contents))('%s', async (name, bytes) => {
      const file = join(dir, name.replaceAll(' ', '-'))
      writeFileSync(file, bytes)
      const { code, stderr } = await put({ token: { cmd: `cat ${file}` } })
      expect(code, stderr).toBe(0)
      const sum = createHash('sha256').update(bytes).digest('hex')
      expect(await on(`sha256sum < ${folder}/token`)).toBe(`${sum}  -`)
    })
    test('nothing, if that is allowed', async () => {
      expect((await put({ token: { cmd: 'true', allowEmpty: true } })).code).toBe(0)
      expect(await on(`stat -c %s ${folder}/token`)).toBe('0')
    })
  })

  describe('changes nothing and says why', () => {
    beforeEach(async () => {
      expect((await put({ a: {}, b: {} })).code).toBe(0)
    })
    const other = { a: { cmd: 'echo new' } }
    test('when a command fails', async () => {
      expect(await refused({ ...other, b: { cmd: 'printf half; exit 3' } })).toContain(
        'deploy-secrets failed at b (exit code 3)',
      )
    })
    test('when a command kills its shell', async () => {
      expect(await refused({ ...other, b: { cmd: 'kill -9 $BASHPID; true' } })).toContain('failed at b')
    })
    test('when a command prints nothing', async () => {
      expect(await refused({ ...other, b: { cmd: 'true' } })).toContain(
        `${folder}/b would be empty: its command printed nothing`,
      )
    })
    test('when a user is missing', async () => {
      expect(await refused({ ...other, b: { owner: 'nobody-here' } })).toContain(
        'b cannot belong to nobody-here:users, see above: rebuild makes users and groups',
      )
    })
    test('when a group is missing', async () => {
      expect(await refused({ ...other, b: { 'group-name': 'no-group' } })).toContain(
        'b cannot belong to root:no-group, see above',
      )
    })
    test('when the target is a folder', async () => {
      await on('mkdir -p /root/is-a-folder')
      expect(await refused({ ...other, b: { path: '/root/is-a-folder' } })).toContain('/root/is-a-folder is a folder')
    })
    test('when a folder is a file', async () => {
      expect(await refused({ ...other, b: { path: '/etc/hostname/x' } })).toContain('/etc/hostname is not a folder')
    })
    test('when a folder is a link', async () => {
      await on('ln -sfn /etc /root/link')
      expect(await refused({ ...other, b: { path: '/root/link/x' } })).toContain(
        '/root/link is a link to /etc: name that as the path',
      )
    })
    test('when the disk is full', async () => {
      await on(
        'mkdir -p /mnt/full; mountpoint -q /mnt/full || mount -t tmpfs -o size=64k,mode=755 tmpfs /mnt/full; echo old > /mnt/full/b',
      )
      const said = await refused({ ...other, b: { path: '/mnt/full/b', cmd: 'head -c 200000 /dev/zero' } })
      expect(said).toContain('no space left on device')
      expect(await on('cat /mnt/full/b; ls -A /mnt/full')).toBe('old\nb')
    })
    test('when one file cannot be replaced in the end', async () => {
      await on(`touch /root/mounted; mkdir -p /root/z; touch /root/z/b; mount --bind /root/mounted /root/z/b`)
      const said = await refused({ ...other, b: { path: '/root/z/b' } })
      await on('umount /root/z/b')
      expect(said).toContain('a file could not be replaced, see above')
    })
  })

  test('sets owner, group and mode, and makes missing folders, of root or of the owner of a home', async () => {
    await put({
      a: { mode: '0440', owner: 'deploy', 'group-name': 'keys', path: `${folder}/x/y/a` },
      b: { owner: 'alice', path: '/home/alice/secret-of/hers/b' },
    })
    expect(
      await on(
        `stat -c '%a %U:%G %n' ${folder} ${folder}/x/y ${folder}/x/y/a /home/alice/secret-of/hers /home/alice/secret-of/hers/b`,
      ),
    ).toBe(
      `755 root:root ${folder}\n755 root:root ${folder}/x/y\n440 deploy:keys ${folder}/x/y/a\n` +
        `755 alice:users /home/alice/secret-of/hers\n400 alice:users /home/alice/secret-of/hers/b`,
    )
  })

  test('leaves folders that are there as they are', async () => {
    await on(`mkdir -p -m 700 ${folder}`)
    await put({ a: {} })
    expect(await on(`stat -c %a ${folder}`)).toBe('700')
  })

  test('replaces a link, and not what it leads to', async () => {
    await on(`mkdir -p ${folder}; echo other > /root/other; ln -s /root/other ${folder}/a; ln -s /nowhere ${folder}/b`)
    expect((await put({ a: {}, b: {} })).code).toBe(0)
    expect(await on(`cat /root/other; find ${folder} -type f | sort; cat ${folder}/a`)).toBe(
      `other\n${folder}/a\n${folder}/b\na`,
    )
  })

  test('leaves alone what is right, its time included, and counts', async () => {
    await put({ a: {}, b: {}, c: {} })
    const times = () => on(`stat -c '%n %y %i' ${folder}/*`)
    const before = await times()
    const { stdout } = await put({ a: {}, b: {}, c: {} })
    expect(stdout).toContain('0 put in place, 3 already right.')
    expect(await times()).toBe(before)
    expect((await put({ a: { cmd: 'printf new' }, b: { mode: '0444' }, c: {} })).stdout).toContain(
      '2 put in place, 1 already right.',
    )
    expect(await on(`cat ${folder}/a; stat -c %a ${folder}/b`)).toBe('new444')
  })

  describe('afterwards', () => {
    beforeAll(async () => {
      for (const unit of ['one', 'two', 'stopped']) {
        await on(
          `printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c "echo start ${unit} >> /root/units"\\nExecReload=/bin/sh -c "echo reload ${unit} >> /root/units"\\n' > /etc/systemd/system/${unit}.service`,
        )
      }
      await on('systemctl daemon-reload; systemctl start one two')
    })
    const parts = (value: string): Parts => ({
      a: {
        cmd: `printf ${value}`,
        restartUnits: ['one.service', 'stopped.service'],
        reloadUnits: ['two.service'],
        onChange: `echo changed >> /root/changed`,
      },
      b: { cmd: `printf ${value}`, restartUnits: ['one.service'], reloadUnits: ['one.service', 'two.service'] },
    })
    test('restarts and reloads each running unit once, and runs onChange', async () => {
      await on('rm -f /root/units')
      expect((await put(parts('x'))).code).toBe(0)
      expect(await on('sort /root/units; cat /root/changed')).toBe('reload two\nstart one\nchanged')
    })
    test('does none of that when nothing changed', async () => {
      await put(parts('x'))
      await on('rm -f /root/units /root/changed')
      expect((await put(parts('x'))).code).toBe(0)
      expect(await on('ls /root/units /root/changed 2>/dev/null || true')).toBe('')
    })
    test('does only what a changed secret asks for', async () => {
      await put(parts('x'))
      await on('rm -f /root/units /root/changed')
      await put({ ...parts('x'), b: { ...parts('y').b, restartUnits: [] } })
      expect(await on('sort /root/units; ls /root/changed 2>/dev/null || true')).toBe('reload one\nreload two')
    })
    test('says so when a unit does not come back, with the secrets in place', async () => {
      await on(
        'printf "[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c \'test ! -e /root/broken\'\\n" > /etc/systemd/system/weak.service; systemctl daemon-reload; systemctl start weak; touch /root/broken',
      )
      const { code, stderr } = await put({ a: { restartUnits: ['weak.service'] } })
      expect(code).toBe(1)
      expect(stderr).toContain(
        'the secrets are in place, but this failed, and is tried again next time: restart weak.service',
      )
      expect(await on(`cat ${folder}/a`)).toBe('a')
    })
  })

  test('removes what no option names any more, if asked to', async () => {
    await put({ a: {}, b: {}, 'x y': {} })
    await put({ a: {} })
    expect(await on(`ls ${folder}`)).toBe('a\nb\nx y')
    await on(`touch ${folder}/not-ours`)
    const { stdout } = await put({ a: {}, late: { when: 'after-rebuild' } }, { prune: true })
    expect(stdout).toContain(`${folder}/b'`)
    expect(
      await on(`ls ${folder}; tr '\\0' '\\n' < /var/lib/lollypops/secrets; stat -c %a /var/lib/lollypops/secrets`),
    ).toBe(`a\nnot-ours\n${folder}/a\n600`)
  })

  test('removes the last ones, too', async () => {
    await put({ a: {}, b: {} })
    const { code, stderr } = await put({}, { prune: true })
    expect(code, stderr).toBe(0)
    expect(await on(`ls -A ${folder}; stat -c %s /var/lib/lollypops/secrets`)).toBe('0')
  })

  test.each([
    ['as root', {}, ''],
    ['as deploy, with sudo', { ssh: { user: 'deploy' }, sudo: { enable: true } }, ''],
    ['as ops, with a password', { ssh: { user: 'ops' }, sudo: { enable: true, 'ask-password': true } }, 'lab\n'],
  ])('undoes what a run has placed, %s', async (_, deployment, input) => {
    await put({ a: { cmd: 'printf old' } })
    const script = write({
      ...withSecrets({ a: { cmd: 'printf new' }, b: {} }),
      deployment: host({ deployment }).deployment,
    })
    const text = `source ${script}; lp_id=3-4 lp_undo=/run/lollypops/3-4/secrets; deploy-secrets; ssh root@ahorn cat ${folder}/a; undo-secrets; undo-secrets`
    const { code, stdout, stderr } = await run('bash', ['-c', text], { input })
    expect(code, stderr).toBe(0)
    expect(stdout).toBe(`2 put in place, 0 already right.\nnewremoved '${folder}/b'\n`)
    expect(await on(`cd ${folder}; cat *; ls -A /run/lollypops/3-4`)).toBe('old')
  })

  test('waits with some until rebuild has made their owner', async () => {
    const parts = { a: {}, b: { owner: 'newcomer', when: 'after-rebuild' as const } }
    expect((await put(parts)).code).toBe(0)
    expect((await put(parts, {}, 'deploy-late-secrets')).stderr).toContain('cannot belong to newcomer:users')
    await on('useradd newcomer')
    expect((await put(parts, {}, 'deploy-late-secrets')).code).toBe(0)
    expect(await on(`stat -c %U ${folder}/b`)).toBe('newcomer')
  })

  test('runs several commands side by side, as many as told, and keeps them apart', async () => {
    const busy = join(dir, 'busy')
    const cmd = (name: string) =>
      `exec 9> ${busy}-$BASHPID\nsleep 0.3\n{ ls -d ${busy}-* 2>/dev/null || true; } | wc -l > ${dir}/seen-${name}\nrm ${busy}-$BASHPID\nprintf ${name}`
    const parts = Object.fromEntries([...'abcdefgh'].map((name) => [name, { cmd: cmd(name) }]))
    const { code, stderr } = await put(parts, { jobs: 3 })
    expect(code, stderr).toBe(0)
    expect(await on(`cat ${folder}/*`)).toBe('abcdefgh')
    const { stdout } = await lab.run('sh', ['-c', `cat ${dir}/seen-*`])
    const seen = stdout.trim().split('\n').map(Number)
    expect(Math.max(...seen)).toBe(3)
  })

  test('side by side, a failing command is named, and nothing changes', async () => {
    await put({ a: {}, b: {}, c: {} })
    const before = await snapshot(lab, 'ahorn')
    const { code, stderr } = await put(
      { a: { cmd: 'printf new' }, b: { cmd: 'sleep 0.2; exit 4' }, c: {} },
      { jobs: 2 },
    )
    expect(code).toBe(1)
    expect(stderr).toContain('deploy-secrets failed at b')
    expect(changes(before, await snapshot(lab, 'ahorn'))).toEqual([])
  })

  test('--list names each secret, and no content', async () => {
    const { stdout } = await deploy(
      withSecrets({
        'wifi.env': { cmd: 'echo geheim', path: '/etc/wifi.env', mode: '0440', restartUnits: ['one.service'] },
      }),
      ['--list'],
    )
    expect(stdout).toMatch(/^wifi\.env +\/etc\/wifi\.env +0440 root:users +restarts one\.service$/m)
    expect(stdout).not.toContain('geheim')
  })
})
