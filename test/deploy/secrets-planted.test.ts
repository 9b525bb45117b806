import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { ownTmp } from '../support/own-tmp.ts'
import { changes, snapshot } from '../support/snapshot.ts'

const deploys = 8 // under each attack
const tooLong = 100_000 // a command of alice that hangs is ended after 60 s

/** What alice does over and over, in Perl, in /home/alice; `take` gets something out of the way. */
const attacks = {
  'a link to /etc in place of the folder': 'take("app"); symlink("/etc", "app"); unlink "app"; back("app")',
  'a link to /etc/shadow in place of a secret':
    'mkdir "app"; take("app/token"); symlink("/etc/shadow", "app/token"); unlink "app/token"; back("app/token")',
  'a folder in place of a secret':
    'mkdir "app"; take("app/token"); mkdir "app/token"; rmdir "app/token"; back("app/token")',
  'a pipe in place of a secret':
    'mkdir "app"; POSIX::mkfifo("pipe", 0666); link("app/token", "kept"); rename "pipe", "app/token"; rename "kept", "app/token"',
  'a link to /etc/shadow in place of a deeper secret':
    'mkdir "app"; take("app/deep"); mkdir "app/deep"; symlink("/etc/shadow", "app/deep/token"); unlink "app/deep/token"; rmdir "app/deep"; back("app/deep")',
  'a link to /etc in place of the folder beside':
    'mkdir "app"; take("app/.lollypops-new"); symlink("/etc", "app/.lollypops-new"); unlink "app/.lollypops-new"; back("app/.lollypops-new")',
  'a folder of her own in place of the folder beside':
    'mkdir "app"; take("app/.lollypops-new"); mkdir "app/.lollypops-new"; mkdir "app/.lollypops-new/new"; rmdir "app/.lollypops-new/new"; rmdir "app/.lollypops-new"; back("app/.lollypops-new")',
  'another folder in place of the folder beside':
    'rename "app/deep", "app/.lollypops-new"; rename "app/.lollypops-new", "app/deep"',
  'folders that move':
    'rename "app", "/tmp/app"; rename "/tmp/app", "app"; rename "app/deep", "deep"; rename "deep", "app/deep"',
}
const attacker = (loop: string) => `
  use POSIX; chdir "/home/alice"; my $n = 0;
  sub take { rename $_[0], "taken$$" } sub back { rename "taken$$", $_[0] }
  until (-e "/var/tmp/over") { ${loop}; $n++ }
  print $n`

needs('root', 'lab')('a user who plants links and swaps folders during deploys', () => {
  const lab = useLab('ahorn')
  const { start } = ownTmp(lab)
  const on = (script: string) => lab.exec('ahorn', script)
  const withSecrets = (value: string) =>
    host({
      secrets: {
        files: {
          hers: secret('hers', { cmd: `echo HERS-${value}`, path: '/home/alice/app/token', owner: 'alice' }),
          deeper: secret('deeper', { cmd: `echo DEEP-${value}`, path: '/home/alice/app/deep/token', owner: 'alice' }),
        },
      },
    })

  /** A deploy that ends, well or with a reason, which this returns. */
  async function deploy(value: string): Promise<string> {
    const run = start(withSecrets(value), ['deploy-secrets'])
    const code = await Promise.race([run.ended, sleep(tooLong, 'hangs' as const, { ref: false })])
    const there =
      code === 'hangs'
        ? await on(
            `ps -eo pid,user,wchan:20,args | grep -A 99 '[s]shd-session: root'; pkill -KILL -fx 'bash( -s .*)?'; pkill sha256sum || true`,
          )
        : ''
    run.end()
    expect(code, `${there}\n${run.stderr()}`).toBeOneOf([0, 1])
    expect(run.stderr()).not.toMatch(/unbound variable|command not found|syntax error/)
    if (code === 1) expect(run.stderr()).toMatch(/^(deploy-secrets: (?!all secrets)|[a-z]+: ).*$/m)
    expect(
      await on(
        `while pgrep -fx 'bash( -s .*)?' >/dev/null; do sleep 0.02; done; ls /run/lollypops | grep -v 'lock$' || true`,
      ),
      run.stderr(),
    ).toBe('')
    return code === 0 ? '' : run.stderr()
  }
  const outside = (text: string) =>
    text
      .split('\n')
      .filter((line) => !/^(\/home\/alice|\/tmp\/app|\/var\/tmp\/over|\/(var\/lib|run)\/lollypops)\b/.test(line))
      .join('\n')

  beforeEach(() => on('rm -rf /var/tmp/over /tmp/app /home/alice/[!.]*').then(() => {}))
  afterEach(() => on('touch /var/tmp/over').then(() => {}))

  test.each(Object.entries(attacks))(
    'gains nothing by %s',
    async (_, loop) => {
      expect(await deploy('first')).toBe('')
      const [before, shadow] = [
        await snapshot(lab, 'ahorn'),
        await on('stat -c "%y %i %a %U:%G" /etc/shadow /etc; sha256sum /etc/shadow'),
      ]
      const loops = lab.exec('ahorn', `exec runuser -u alice -- perl -e "$ATTACK"`, {
        env: { ATTACK: attacker(loop) },
        timeout: 900_000, // several commands may hang
      })
      try {
        for (let at = 0; at < deploys; at++) await deploy(`value-${at}`)
      } finally {
        await on('touch /var/tmp/over')
        expect(Number(await loops)).toBeGreaterThan(100)
      }

      expect(changes(outside(before), outside(await snapshot(lab, 'ahorn')))).toEqual([])
      expect(await on('stat -c "%y %i %a %U:%G" /etc/shadow /etc; sha256sum /etc/shadow')).toBe(shadow)
      expect(
        await on(
          `find / -xdev '(' -path /proc -o -path /home/alice -o -path /tmp/app ')' -prune -o -type f -size -9 -newer /var/lib/lollypops -exec grep -lE '(HERS|DEEP)-' {} + || true`,
        ),
      ).toBe('')
      expect(
        await on(`find /home/alice /tmp -name '.lollypops-new' -type d -user root ! -perm 700 ! -path '*/deep*'`),
      ).toBe('')

      await on('rm -rf /home/alice/[!.]*')
      expect(await deploy('last')).toBe('')
      expect(await on(`cd /home/alice/app; stat -c '%a %U' . token deep/token; cat token deep/token`)).toBe(
        '755 alice\n400 alice\n400 alice\nHERS-last\nDEEP-last',
      )
    },
    900_000,
  )
})
