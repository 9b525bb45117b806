import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'

const program = readFileSync(fileURLToPath(new URL('../../templates/programs/secrets.sh', import.meta.url)), 'latin1')
const word = (text: string) => `$'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
const secret = (path: string, content: string, words: string[] = [], owner = 'root', group = 'users', mode = '400') =>
  `${content}\nKEY secret ${[path, owner, group, mode, ...words].map(word).join(' ')}\n`
const stream = (secrets: string[], last = '') => `${program}KEY\n${secrets.join('')}${last}KEY # end\n`

needs('root', 'lab')('the program that places secrets', () => {
  const lab = useLab('ahorn')
  const on = (script: string) => lab.exec('ahorn', script)
  const place = (input: string, ...args: string[]) =>
    lab.exec('ahorn', `bash -s ${args.length > 0 ? args.join(' ') : 'no me@here'} 2>&1; echo "exit $?"`, {
      input: Buffer.from(input, 'latin1'),
    })
  beforeEach(() =>
    on(
      'umount /srv/small 2>/dev/null; rm -rf /srv/* /srv/.[!.]* /home/alice/[!.]* /var/lib/lollypops /run/lollypops/1-2',
    ).then(() => {}),
  )

  test('places what arrives, in folders of root and of a user', async () => {
    const said = await place(stream([secret('/srv/a', 'x\0y\n'), secret('/home/alice/b/c', 'z', [], 'alice')]))
    expect(said).toBe('2 put in place, 0 already right.\nexit 0')
    expect(
      await on('cat /srv/a /home/alice/b/c | od -An -c | tr -d " "; stat -c "%U %a" /home/alice/b /home/alice/b/c'),
    ).toBe('x\\0y\\nz\nalice 755\nalice 400')
  })

  test('brings a line of many megabytes, and what looks like a part', async () => {
    const all = '\nKEY\nKEY# end\n# end\n KEY # end\n'
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
    expect(await place(stream([], 'KEY prune\n'))).toContain('exit 0')
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
    test('and does not say so where not all could be put back', async () => {
      const broken =
        'case "$*" in */var/lib/*) exec /usr/bin/mv "$@" ;; esac; [ ! -e /srv/moved ] && touch /srv/moved && /usr/bin/mv "$@"; exit 1'
      await on(`echo old >/srv/a; printf '#!/bin/sh\n%s\n' '${broken}' >/usr/local/bin/mv; chmod +x /usr/local/bin/mv`)
      const said = await place(stream([other, secret('/srv/b', 'b')]))
      await on('rm /usr/local/bin/mv')
      expect(said).toMatch(/and perhaps not all others were put back, see above\nexit 1$/)
      expect(await on('ls -A /srv; ls /run/lollypops')).toBe('a\nmoved\nsecrets.lock')
      expect(await place(stream([other, secret('/srv/b', 'b')]))).toContain('exit 0')
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
    expect(await place(both)).toContain(
      'this failed, and is tried again next time: on-change test -e /srv/ok; echo done >>/srv/done for /srv/a\nexit 1',
    )
    await on('touch /srv/ok')
    expect(await place(both)).toContain('0 put in place, 1 already right.\nexit 0')
    expect(await place(both)).toContain('exit 0')
    expect(await on('cat /srv/done')).toBe('done')
  })

  test('runs onChange commands in their order, then restarts units, then reloads others', async () => {
    const unit = (of: string, doing: string) =>
      `printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=%s\\nExecReload=%s\\n' "/bin/sh -c 'echo ${doing} ${of} >>/srv/did'" "/bin/sh -c 'echo reload ${of} >>/srv/did'" >/run/systemd/system/${of}.service`
    await on(`${['one', 'two', 'three'].map((of) => unit(of, 'start')).join('\n')}
      systemctl daemon-reload; systemctl start one two three; rm /srv/did`)
    const changes = ['z', 'b', 'y', 'a'].map((name) =>
      secret(`/srv/${name}`, name, [
        'reload=one.service',
        'reload=three.service',
        'restart=two.service',
        'restart=one.service',
        `on-change=echo ${name} >>/srv/did`,
        'on-change=echo once >>/srv/did',
      ]),
    )
    expect(await place(stream(changes))).toContain('exit 0')
    expect(await on('cat /srv/did; systemctl stop one two three')).toBe(
      ['z', 'once', 'b', 'y', 'a', 'start two', 'start one', 'reload three'].join('\n'),
    )
  })

  test('waits for no end of standard input, which a daemon of a command may hold', async () => {
    await on('rm -f /run/pipe; mkfifo /run/pipe')
    const said = await lab.exec(
      'ahorn',
      'exec 3<>/run/pipe 4<&0; cat <&4 >&3 & timeout 60 bash -s no me@here </run/pipe 2>&1; echo "exit $?"',
      { input: stream([secret('/srv/a', 'x')]) },
    )
    expect(said).toBe('1 put in place, 0 already right.\nexit 0')
  })

  test('does not go past an activation, whose secrets may be undone', async () => {
    await on('systemd-run --quiet --collect --unit=lollypops-activate sleep 1000')
    const said = await place(stream([secret('/srv/a', 'x')]))
    await on('systemctl stop lollypops-activate')
    expect(said).toContain('another deploy is running on this host: systemctl status lollypops-activate')
    expect(await place(stream([secret('/srv/a', 'x')]))).toContain('exit 0')
  })

  test('leaves a unit alone that is not there yet', async () => {
    const words = ['restart=not-yet.service', 'reload=not-yet.service']
    expect(await place(stream([secret('/srv/a', 'x', words)]))).toBe('1 put in place, 0 already right.\nexit 0')
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
    expect(await place(stream([secret('/srv/a', 'x')]), 'yes', 'me@here')).toContain('1 put in place')
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

  test('tells what would change, and changes nothing', async () => {
    await place(stream([secret('/srv/a', 'a'), secret('/srv/b', 'b'), secret('/home/alice/c', 'c', [], 'alice')]))
    const before = await on('find /srv /home/alice /var/lib/lollypops -printf "%p %i %T@ %m\\n" | sort')
    const said = await place(
      stream([
        secret('/srv/a', 'a'),
        secret('/srv/b', 'b', [], 'root', 'users', '440'),
        secret('/srv/d/e', 'e', [], 'nobody-yet'),
        secret('/home/alice/c', 'new', [], 'alice'),
      ]),
      'compare',
    )
    expect(said.replace(/[‘’]/g, "'").split('\n').toSorted()).toEqual([
      "chown: invalid user: 'nobody-yet:users'",
      'exit 0',
      'secret would be new: /srv/d/e',
      'secret would change: /home/alice/c',
      'secret would change: /srv/b',
    ])
    expect(await on('find /srv /home/alice /var/lib/lollypops -printf "%p %i %T@ %m\\n" | sort')).toBe(before)
    expect(await on('ls /run/lollypops')).toBe('secrets.lock')
  })

  describe('can be undone', () => {
    const folder = '/run/lollypops/1-2/secrets'
    const undo = (verb: string) => on(`bash ${folder}/part ${verb} 2>&1; echo "exit $?"`)
    const here = () =>
      on(
        "find /srv /home/alice /var/lib/lollypops ! -type d ! -name '.[bp]*' -printf '%p %y %U:%G %m %l ' -exec sh -c 'if test -L \"$0\"; then echo; else sha256sum <\"$0\"; fi' {} ';' | sort",
      )
    const utf8 = (text: string) => Buffer.from(text).toString('latin1')
    const did = (name: string) => `on-change=echo ${name} "$(cat /srv/${name} 2>/dev/null)" >>/root/did`
    const old = () =>
      place(
        stream([
          secret('/srv/a', 'old a', [did('a')]),
          secret('/srv/gone', 'gone'),
          secret('/srv/same', 'same', [did('same')]),
          secret(utf8("/srv/line\nfeed '$(id)"), 'odd'),
          secret('/home/alice/b', 'old b', [], 'alice'),
        ]),
      )
    const next = stream(
      [
        secret('/srv/a', 'new a', [did('a')], 'root', 'keys', '440'),
        secret('/srv/same', 'same', [did('same')]),
        secret(utf8("/srv/line\nfeed '$(id)"), 'new'),
        secret('/home/alice/b', 'new b', [], 'alice'),
        secret('/home/alice/x/c', 'new c', [], 'alice'),
        secret('/srv/link', 'in place of a link'),
        secret('/srv/new', 'new', [did('new')]),
      ],
      'KEY prune\n',
    )
    beforeEach(async () => {
      expect(await old()).toContain('exit 0')
      await on('ln -s /nowhere /srv/link; rm -f /root/did')
    })

    test('with records and all that follows, by what only root can read', async () => {
      const before = await here()
      expect(await place(next, 'no', 'me@here', folder)).toContain('6 put in place, 1 already right.\nexit 0')
      expect(await on(`cat /srv/a; stat -c ' %U %a' ${folder}; ls -d /srv/gone 2>&1 || true`)).toMatch(
        /^new a root 700\n.*No such file/,
      )
      await on('rm /root/did')
      expect(await undo('restore')).toContain('exit 0')
      const due = (text: string) => text.replace(/^\/var\/lib.*$/m, '')
      expect(due(await here())).toBe(due(before))
      expect(await undo('restore')).toContain('exit 0')
      expect(due(await here())).toBe(due(before))
      expect(await undo('follow-up')).toContain('exit 0')
      expect(await here()).toBe(before)
      expect(await on('sort /root/did; ls -A /run/lollypops/1-2')).toBe('a old a\nnew ')
    })

    test('even if it was killed within the swap', async () => {
      const before = await here()
      const killed = next.replace('each swap;', () => 'as alice swap ./home/alice/b </dev/null; kill -KILL $$;')
      expect(await place(killed, 'no', 'me@here', folder)).toContain('exit 137')
      expect(await on('cat /home/alice/b')).toBe('new b')
      expect(await undo('restore')).toContain('exit 0')
      expect(await undo('follow-up')).toContain('exit 0')
      expect(await here()).toBe(before)
      expect(await on('find /srv /home/alice -name ".lolly*"')).toBe('')
    })

    test('not where nothing changed, or nothing was put in place', async () => {
      expect(await place(stream([secret('/srv/same', 'same')]), 'no', 'me@here', folder)).toContain('exit 0')
      await on('mkdir /srv/d; chmod 777 /srv/d')
      const refused = stream([secret('/srv/same', 'new'), secret('/srv/d/x', 'x')])
      expect(await place(refused, 'no', 'me@here', folder)).toContain('exit 1')
      await on('mount --bind /etc/hostname /srv/a')
      const failed = await place(stream([secret('/srv/a', 'x')]), 'no', 'me@here', folder)
      await on('umount /srv/a')
      expect(failed).toContain('a file could not be replaced')
      expect(await on('ls -A /run/lollypops/*')).toBe('/run/lollypops/secrets.lock\n\n/run/lollypops/1-2:')
    })

    test('not any more when a later run has put its own in place', async () => {
      expect(await place(next, 'no', 'me@here', folder)).toContain('exit 0')
      const restore = on(
        `flock /run/lollypops/secrets.lock sleep 1 & sleep 0.3; bash ${folder}/part restore 2>&1; echo "exit $?"`,
      )
      await on('sleep 0.5')
      const later = stream([secret('/srv/a', 'newer')])
      expect(await place(later, 'yes', 'me@here')).toContain('exit 0')
      expect(await restore).toMatch(/exit 0$/)
      await place(later)
      expect(await on(`cat /srv/a; ls -d ${folder} 2>/dev/null || true`)).toBe('newer')
    })

    test('not as root where somebody else can write by now', async () => {
      expect(await place(next, 'no', 'me@here', folder)).toContain('exit 0')
      await on('chown alice /srv')
      expect(await undo('restore')).toMatch(/\/srv\/[a-z]+ is in a folder of another user by now\nexit 1$/)
      await on('chown root /srv')
      expect(await on('cat /srv/a')).toBe('new a')
    })

    test('and says what could not be, with all that could', async () => {
      expect(await place(next, 'no', 'me@here', folder)).toContain('exit 0')
      await on('rm -r /home/alice/x; echo >/home/alice/x')
      expect(await undo('restore')).toMatch(/not all secrets could be put back, see above\nexit 1$/)
      expect(await on('cat /srv/a /home/alice/b')).toBe('old anew b')
    })
  })
})
