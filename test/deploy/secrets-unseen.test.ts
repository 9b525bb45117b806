import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { ownTmp } from '../support/own-tmp.ts'
import { tempDir } from '../support/temp.ts'
import { installWatcher, watched as watchedBy } from '../support/watched.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const sizes = [40, 1024, 40_000, 50_000, 70_000, 200 * 1024]
/** 24 bytes at the begin of each 57, which are a line of base64. */
const markers = sizes.map(() => randomBytes(12).toString('hex'))
const control = randomBytes(12).toString('hex')
/** As needles are numbered: 0 is what is planted on purpose. */
const password = randomBytes(12).toString('hex')
const needles = [control, password, ...markers.flatMap((marker) => [marker, base64(marker)])]

needs('root', 'lab')('a secret that is deployed', () => {
  const lab = useLab('ahorn')
  const { tmp, start } = ownTmp(lab)
  const stop = join(tempDir(), 'stop')
  const on = (script: string, input = '') => lab.exec('ahorn', script, { input })
  const files = () =>
    sizes.map(
      (size, at) =>
        [
          `s${at}`,
          secret(`s${at}`, {
            cmd: `cat "$HOME/secrets/${at}"`,
            path: `/var/src/unseen/${size}`,
            'group-name': 'keys',
            mode: '0440',
          }),
        ] as const,
    )
  const as = (user: string, jobs = 1): Host =>
    host({
      deployment: { ssh: { user }, sudo: { enable: user !== 'root', 'ask-password': user === 'ops' } },
      secrets: { jobs, files: Object.fromEntries(files()) },
    })

  beforeAll(async () => {
    mkdirSync(join(lab.env.HOME, 'secrets'), { mode: 0o700 })
    for (const [at, size] of sizes.entries()) {
      const unit = () => markers[at]! + randomBytes(33).toString('hex').slice(0, 33)
      writeFileSync(
        join(lab.env.HOME, 'secrets', String(at)),
        Array.from({ length: Math.ceil(size / 57) }, unit)
          .join('')
          .slice(0, size),
      )
    }
    await installWatcher(lab)
  })
  beforeAll(() => on('chpasswd', `ops:${password}\n`).then(() => {}))
  beforeEach(async () => {
    rmSync(stop, { force: true })
    await on('rm -rf /var/tmp/stop /var/src/unseen')
  })

  const watched = (action: () => Promise<unknown>) => watchedBy(lab, tmp, stop, needles, action)
  const nothing = { here: [], root: [], alice: [] }
  const journal = () =>
    on(
      'of=$(mktemp --tmpdir=/run); cat >"$of"; journalctl --no-pager --all --output=export | grep -oaFf "$of" | sort -u; rm "$of"',
      needles.join('\n'),
    )

  test('would be seen by this', async () => {
    const plant = `bash -c 'sleep 3; :' ${control} & CONTROL=${control} sleep 3; logger ${control}; echo ${control} >/tmp/control; sleep 3 </tmp/control; rm /tmp/control; wait`
    const found = await watched(async () => {
      writeFileSync(join(tmp, 'control'), control)
      await Promise.all([on(plant), lab.run('bash', ['-c', `sleep 6; : ${control}`], { env: { CONTROL: control } })])
      rmSync(join(tmp, 'control'))
    })
    const seen = [
      'a file in /tmp that a process has open has needle 0',
      'argument list has needle 0',
      'environment has needle 0',
    ]
    expect(found.here).toEqual([`${tmp}/control has needle 0`, ...seen].sort())
    expect(found.root).toEqual(seen)
    expect(found.alice).toEqual(['/tmp/control has needle 0', 'argument list has needle 0'])
    expect(await journal()).toBe(control)
  })

  test.each([
    ['as root', 'root', 1, []],
    ['as root, with --verbose', 'root', 1, ['--verbose']],
    ['through sudo, with --verbose', 'deploy', 1, ['--verbose']],
    ['with a password for sudo, and --verbose', 'ops', 1, ['--verbose']],
    ['by several commands side by side, with --verbose', 'deploy', 3, ['--verbose']],
  ] as const)('is seen nowhere: %s', async (_, user, jobs, args) => {
    let said = ''
    const found = await watched(async () => {
      for (let time = 0; time < 3; time++) {
        const run = start(as(user, jobs), ['deploy-secrets', ...args], {}, `${password}\n`)
        expect(await run.ended, run.stderr()).toBe(0)
        said += run.stdout() + run.stderr()
        await on(
          `cd /var/src/unseen; stat -c '%a %U:%G %s' * | sort -u | wc -l | grep -qx ${sizes.length}; rm -r /var/src/unseen`,
        )
      }
    })
    expect(found).toEqual(nothing)
    expect(needles.filter((needle) => said.includes(needle))).toEqual([])
    expect((await journal()).replace(control, '')).toBe('')
  })

  test('is in no script, and --dry-run shows none', async () => {
    const run = start(as('root'), ['deploy-secrets', '--dry-run', '--verbose'])
    expect(await run.ended).toBe(0)
    expect(run.stdout()).toContain('cat "$HOME/secrets/0"')
    expect(
      needles.filter((needle) =>
        (run.stdout() + run.stderr() + readFileSync(join(tmp, 'deploy-ahorn'))).includes(needle),
      ),
    ).toEqual([])
  })

  test('is in no environment where a variable "secret" is exported', async () => {
    const found = await watched(async () => {
      const run = start(as('root'), ['deploy-secrets'], { secret: 'x', data: 'x' })
      expect(await run.ended, run.stderr()).toBe(0)
    })
    expect(found).toEqual(nothing)
  })
})
