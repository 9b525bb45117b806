import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'

const program = readFileSync(fileURLToPath(new URL('../../templates/programs/secrets.sh', import.meta.url)), 'latin1')
const word = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const secret = (path: string, content: string, words: string[] = [], owner = 'root', group = 'users', mode = '400') =>
  `secret ${[path, owner, group, mode, ...words].map(word).join(' ')} <<'END'
${Buffer.from(content, 'latin1').toString('base64')}
END
`
const stream = (secrets: string[], last = '') => `${program}${secrets.join('')}${last}# end\n`

needs('root', 'lab')('the program that places secrets', () => {
  const lab = useLab('ahorn')
  const on = (script: string) => lab.exec('ahorn', script)
  const place = (input: string, wait = 'no', who = 'me@here') =>
    lab.exec('ahorn', `bash -s ${wait} ${who} 2>&1; echo "exit $?"`, { input: Buffer.from(input, 'latin1') })
  beforeEach(() =>
    on('umount /srv/small 2>/dev/null; rm -rf /srv/* /srv/.[!.]* /home/alice/[!.]* /var/lib/lollypops').then(() => {}),
  )

  test('places what arrives, in folders of root and of a user', async () => {
    const said = await place(stream([secret('/srv/a', 'x\0y\n'), secret('/home/alice/b/c', 'z', [], 'alice')]))
    expect(said).toBe('2 put in place, 0 already right.\nexit 0')
    expect(
      await on('cat /srv/a /home/alice/b/c | od -An -c | tr -d " "; stat -c "%U %a" /home/alice/b /home/alice/b/c'),
    ).toBe('x\\0y\\nz\nalice 755\nalice 400')
  })

  test('brings a line of many megabytes, and what looks like a part', async () => {
    const all = '\n# end\n'
    const said = await place(
      stream([secret('/srv/a', '\0'.repeat(1e7)), secret('/srv/b', all), secret('/srv/c', '\n\n')]),
    )
    expect(said).toContain('exit 0')
    expect(await on('stat -c %s /srv/a /srv/b /srv/c')).toBe(`10000000\n${all.length}\n2`)
  })

  test('takes any name', async () => {
    const names = [
      '-rf',
      '*',
      'a b',
      'ä',
      "'",
      '"$(id)`id`',
      '\\n',
      'line\nfeed',
      '.hidden',
      '@x',
      '~',
      ']',
      '--',
      '[a]',
    ]
    const utf8 = (text: string) => Buffer.from(text).toString('latin1')
    const said = await place(stream(names.map((name, at) => secret(utf8(`/srv/of ${name}/${name}`), String(at)))))
    expect(said).toContain(`${names.length} put in place`)
    const again = await place(stream(names.map((name, at) => secret(utf8(`/srv/of ${name}/${name}`), String(at)))))
    expect(again).toContain(`0 put in place, ${names.length} already right`)
    expect(await place(stream([], 'prune\n'))).toContain('exit 0')
    expect(await on('find /srv -type f')).toBe('')
  })

  describe('refuses, and changes nothing', () => {
    const other = secret('/srv/a', 'new')
    const refused: [what: string, input: string, prepare: string, says: string][] = [
      ['a stream without its end', stream([other]).slice(0, -2), '', 'not everything has arrived'],
      [
        'a stream that ends within a content',
        stream([other, secret('/srv/b', 'x'.repeat(1000))]).slice(0, -70),
        '',
        'not everything',
      ],
      [
        'a folder that everybody can change',
        stream([other, secret('/srv/d/b', 'b')]),
        'mkdir -m 777 /srv/d',
        'can change /srv/d',
      ],
      [
        'a folder that a group can change',
        stream([other, secret('/srv/d/b', 'b')]),
        'mkdir -m 775 /srv/d',
        'can change /srv/d',
      ],
      [
        'a folder that an ACL opens',
        stream([other, secret('/srv/d/b', 'b')]),
        'mkdir /srv/d; chmod g+w /srv/d',
        'can change /srv/d',
      ],
      [
        'a file of root in a folder of alice',
        stream([other, secret('/home/alice/b', 'b')]),
        '',
        'alice cannot make all files',
      ],
      [
        'a group that alice is not in',
        stream([other, secret('/home/alice/b', 'b', [], 'alice', 'keys')]),
        '',
        'alice cannot make',
      ],
      ['a link', stream([other, secret('/srv/l/b', 'b')]), 'ln -s /etc /srv/l', '/srv/l is a link to /etc'],
      [
        'a full folder',
        stream([other, secret('/srv/small/b', 'x'.repeat(1e6))]),
        'mkdir /srv/small; mount -t tmpfs -o size=64k,mode=755 tmpfs /srv/small',
        'no space left',
      ],
    ]
    test.each(refused)('%s', async (_, input, prepare, says) => {
      await on(`echo old >/srv/a; ${prepare}`)
      const before = await on('find /srv /home/alice -type f ! -name ".[bp]*" | sort; cat /srv/a')
      const said = await place(input)
      expect(said).toContain(says)
      expect(said).toContain('all secrets on this host are as they were\nexit 1')
      expect(await on('find /srv /home/alice -type f ! -name ".[bp]*" | sort; cat /srv/a')).toBe(before)
      expect(await on('ls /run/lollypops; find /srv /home/alice -name ".lolly*"')).toBe('secrets.lock')
    })
    test('where /run is full', async () => {
      await on('echo old >/srv/a; mkdir -p /run/lollypops; mount -t tmpfs -o size=64k,mode=700 tmpfs /run/lollypops')
      const said = await place(stream([other, secret('/srv/b', 'x'.repeat(1e6))]))
      await on('umount /run/lollypops')
      expect(said).toContain('exit 1')
      expect(await on('cat /srv/*')).toBe('old')
    })
  })

  test('is opened by no default ACL', async () => {
    // Without setfacl on the lab's hosts: u::rwx u:alice:rwx g::r-x m::rwx o::r-x as the kernel keeps them
    const acl = '02000000 01000700ffffffff 02000700ea030000 04000500ffffffff 10000700ffffffff 20000500ffffffff'
    await on(
      `mkdir /srv/d; perl -e '($dir, $name, $acl) = ("/srv/d", "system.posix_acl_default", pack("H*", "${acl.replaceAll(' ', '')}")); syscall(188, $dir, $name, $acl, 44, 0) == 0 or die $!'`,
    )
    expect(await on('echo open >/srv/d/a; chmod 440 /srv/d/a; runuser -u alice -- cat /srv/d/a')).toBe('open')
    expect(await place(stream([secret('/srv/d/b', 'b', [], 'root', 'root', '440')]))).toContain('exit 0')
    expect(await on('runuser -u alice -- cat /srv/d/b 2>&1 || true')).toContain('Permission denied')
  })

  test('clears what a crash left, and goes round a folder that is called .lollypops', async () => {
    await on('mkdir -p /srv/.lollypops-new /run/lollypops/new.999999999; echo x >/srv/.lollypops-new/a')
    const said = await place(stream([secret('/srv/.lollypops/x', 'x'), secret('/srv/y', 'y')]))
    expect(said).toContain('exit 0')
    expect(await on('find /srv -type f | sort; ls /run/lollypops')).toBe('/srv/.lollypops/x\n/srv/y\nsecrets.lock')
  })

  test('what failed after the swap is done by the next run, and once', async () => {
    const both = stream([secret('/srv/a', 'x', ['on-change=test -e /srv/ok; echo done >>/srv/done'])])
    expect(await place(both)).toContain('this failed, and is tried again next time: on-change /srv/a\nexit 1')
    await on('touch /srv/ok')
    expect(await place(both)).toContain('0 put in place, 1 already right.\nexit 0')
    expect(await place(both)).toContain('exit 0')
    expect(await on('cat /srv/done')).toBe('done')
  })

  test('what onChange starts holds no lock, and can be ended', async () => {
    const daemon = 'read -r x || true; (exec sleep 100) >/dev/null 2>&1 & echo $! >/srv/pid'
    expect(await place(stream([secret('/srv/a', 'x', [`on-change=${daemon}`])]))).toContain('exit 0')
    expect(await place(stream([secret('/srv/a', 'y')]))).toContain('exit 0')
    expect(
      await on('p=$(cat /srv/pid); grep -E "SigIgn" /proc/$p/status; kill $p; sleep 0.2; ls -d /proc/$p 2>&1 || true'),
    ).toMatch(/SigIgn:\t0000000000000000\n.*No such file/)
  })

  test('two at once: the second says who, or waits', async () => {
    await on('mkdir -p /run/lollypops; echo "somebody since now" >/run/lollypops/secrets.lock')
    const hold = (seconds: number) => on(`flock /run/lollypops/secrets.lock sleep ${seconds}`)
    const first = hold(2)
    await on('until ! flock --nonblock /run/lollypops/secrets.lock true; do sleep 0.02; done')
    expect(await place(stream([secret('/srv/a', 'x')]))).toContain(
      'another deploy is running on this host: somebody since now',
    )
    expect(await place(stream([secret('/srv/a', 'x')]), 'yes')).toContain('1 put in place')
    await first
  })

  test('killed between the passes, the next run finds all as it was', async () => {
    await on('echo old >/srv/a')
    const killed = stream([secret('/srv/a', 'new')]).replace('each swap;', () => 'kill -KILL $$;')
    expect(await place(killed)).toContain('exit 137')
    expect(await on('cat /srv/a')).toBe('old')
    expect(await place(stream([secret('/srv/a', 'new')]))).toContain('exit 0')
    expect(await on('cat /srv/a; echo; find /srv -type f; ls -A /run/lollypops')).toBe('new\n/srv/a\nsecrets.lock')
  })
})
