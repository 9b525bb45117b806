import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { launch, scripts } from './support.ts'

const TWO = {
  ahorn:
    'echo "==> check"; echo a; touch "$0.here"; until [ -e "${0/ahorn/birke}.here" ]; do sleep 0.02; done; printf b; exit 3',
  birke:
    'until [ -e "${0/birke/ahorn}.here" ]; do sleep 0.02; done; echo c; touch "$0.here"; sleep 0.3; printf "\\xff\\0\\rd\\n"',
}

describe('--output', () => {
  test('group: all of a host when it is done, its bytes untouched', async () => {
    const { stdout, code } = await launch(['--output', 'group', ...scripts(TWO)])
    const text = stdout.toString('latin1').replace(/\d+\.\d s/g, 'T')
    expect(text).toBe('=== ahorn: failed, 3, T\n==> check\na\nb\n=== birke: done, 0, T\nc\n\xff\0\rd\n')
    expect(code).toBe(1)
  })

  test('interleaved: lines as they come', async () => {
    const { stdout } = await launch(['--output', 'interleaved', ...scripts(TWO)])
    expect(stdout.toString('latin1').split('\n').sort()).toEqual(['', '==> check', 'a', 'b', 'c', '\xff\0\rd'])
  })

  test('quiet: only who failed', async () => {
    const { text, stderr } = await launch(['--output', 'quiet', ...scripts(TWO)])
    expect(text.replace(/\d+\.\d s/, 'T')).toBe('=== ahorn: failed, 3, T\n==> check\na\nb\n')
    expect(stderr).toMatch(/^birke +done /m)
    expect((await launch(['--silent', ...scripts({ ahorn: 'echo a' })])).text).toBe('')
  })

  test('group: more than fits into memory goes through', async () => {
    const { text } = await launch(['--output', 'group', ...scripts({ ahorn: 'seq 300000' })])
    expect(text.split('\n')).toHaveLength(300_002)
  })
})

test('--timestamps: the time before each line', async () => {
  const { text } = await launch(['--timestamps', ...scripts({ ahorn: 'echo a; echo b' })])
  expect(text).toMatch(/^\d\d:\d\d:\d\d \[ahorn\] a\n\d\d:\d\d:\d\d \[ahorn\] b\n$/)
})

test('--color: always where there is no terminal, and one colour per host', async () => {
  const paths = scripts({ ahorn: 'echo a' })
  const { text } = await launch(['--color', 'always', ...paths])
  expect(text).toMatch(/^\x1b\[\d+m\[ahorn\]\x1b\[0m a\n$/)
  expect((await launch(['--color=always', ...paths], { env: { NO_COLOR: '1' } })).text).toBe(text)
  expect((await launch(['--color=never', ...paths])).text).toBe('[ahorn] a\n')
})

test('at the end: each task with its time, and the failed one by hand', async () => {
  const [ahorn] = scripts({ ahorn: 'echo "==> check"; sleep 0.3; echo "==> rebuild"; exit 3' })
  const { stderr } = await launch(['--verbose', ahorn!], { env: { REBUILD_ACTION: 'boot' } })
  expect(stderr).toMatch(/^ahorn +failed +rebuild +3 +\d+\.\d s +check \d+\.\d s, rebuild \d+\.\d s$/m)
  expect(stderr).toContain(`-> by hand: REBUILD_ACTION=boot ${ahorn} --verbose rebuild\n`)
  expect(stderr).toContain(`again: REBUILD_ACTION=boot launch --verbose ${ahorn}\n`)
})

describe('--json', () => {
  const events = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

  test('one object per line, as docs/events.md says', async () => {
    const paths = scripts({ ahorn: 'echo "==> check"; printf "\\xff\\n"; exit 3' })
    const { code, text } = await launch(['--json', ...paths])
    const seen = events(text)
    expect(code).toBe(1)
    expect(seen).toMatchObject([
      { event: 'run', hosts: ['ahorn'], jobs: 16, logs: expect.stringContaining('/lollypops/launch/') },
      { event: 'started', host: 'ahorn', script: paths[0] },
      { event: 'task', host: 'ahorn', task: 'check' },
      { event: 'output', host: 'ahorn', task: 'check', text: '==> check', partial: false },
      { event: 'output', host: 'ahorn', task: 'check', text: '\ufffd', partial: false },
      {
        event: 'ended',
        host: 'ahorn',
        result: 'failed',
        task: 'check',
        code: 3,
        timeout: false,
        tasks: [{ task: 'check' }],
        log: expect.stringMatching(/ahorn\.log$/),
      },
      { event: 'done', code: 1, again: `launch --json ${paths[0]}` },
    ])
    const documented = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8')
    for (const event of seen) {
      expect(event.time).toMatch(/^\d{4}-.*Z$/)
      const [, section] = new RegExp(`^## ${event.event}\\n([^]*?)(?=^## |$(?![^]))`, 'm').exec(documented) ?? []
      const keys = [...(section ?? '').matchAll(/^\| `(\w+)`/gm)].map((match) => match[1])
      expect(
        Object.keys(event).filter((key) => key !== 'time' && key !== 'event'),
        event.event,
      ).toEqual(keys)
    }
  })

  test('lines of 10 MB come in parts', async () => {
    const { text } = await launch([
      '--json',
      ...scripts({ ahorn: `head -c 10000000 /dev/zero | tr '\\0' a; echo; echo end` }),
    ])
    const parts = events(text).filter(({ event }) => event === 'output')
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.map((part) => part.text).join('')).toBe(`${'a'.repeat(10_000_000)}end`)
    expect(parts.slice(-2).map((part) => part.partial)).toEqual([false, false])
  })

  test('a character that two parts share stays whole', async () => {
    const { text } = await launch(['--json', ...scripts({ ahorn: `printf '€%.0s' {1..700000}; echo; echo` })])
    const parts = events(text).filter(({ event }) => event === 'output')
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.map((part) => part.text).join('')).toBe('€'.repeat(700_000))
  })
})

describe('logs', () => {
  const runs = (base: string) => readdirSync(base).sort()

  test('the whole output of each host as it came, for its user alone', async () => {
    const base = tempDir()
    const { stderr } = await launch(['--log-dir', base, ...scripts({ ...TWO, '..': 'echo up' })])
    const folder = join(base, runs(base)[0]!)
    expect(readFileSync(join(folder, 'birke.log'), 'latin1')).toBe('c\n\xff\0\rd\n')
    expect(readFileSync(join(folder, 'ahorn.log'), 'latin1')).toBe('==> check\na\nb')
    expect(readdirSync(folder)).toHaveLength(3)
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'ahorn.log')).mode & 0o777]).toEqual([0o700, 0o600])
    expect(stderr).toContain(`whole output: ${folder}\n`)
  })

  test('below XDG_STATE_HOME, or HOME', async () => {
    const [state, home] = [tempDir(), tempDir()]
    await launch(scripts({ ahorn: 'echo a' }), { env: { XDG_STATE_HOME: state } })
    expect(runs(join(state, 'lollypops/launch'))).toHaveLength(1)
    await launch(scripts({ ahorn: 'echo a' }), { env: { XDG_STATE_HOME: undefined, HOME: home } })
    expect(runs(join(home, '.local/state/lollypops/launch'))).toHaveLength(1)
  })

  test('the last 20 runs are kept, and everything else that is there', async () => {
    const base = tempDir()
    const old = Array.from({ length: 25 }, (_, i) => `2020-01-01T00-00-${10 + i}.000-4999999`)
    const going = `2019-01-01T00-00-00.000-${process.pid}`
    for (const name of [...old, going, 'mine']) mkdirSync(join(base, name))
    writeFileSync(join(base, old[0]!, 'ahorn.log'), 'x')
    await launch([
      '--log-dir',
      base,
      ...scripts({ ahorn: `echo a; until [ "$(ls ${base} | wc -l)" = 22 ]; do sleep 0.1; done` }),
    ])
    expect(runs(base).slice(1, 20)).toEqual(old.slice(-19))
    expect(runs(base)).toHaveLength(1 + 20 + 1)
    expect(runs(base)).toContain(going)
    expect(runs(base)).toContain('mine')
  })

  test('a folder that cannot be: an error when it was asked for, else a note', async () => {
    const file = join(tempDir(), 'file')
    writeFileSync(file, '')
    const paths = scripts({ ahorn: 'echo a' })
    expect(await launch(['--log-dir', join(file, 'x'), ...paths])).toMatchObject({
      code: 2,
      text: '',
      stderr: expect.stringMatching(/^launch: --log-dir .*ENOTDIR.*\n$/),
    })
    const noted = await launch(paths, { env: { XDG_STATE_HOME: join(file, 'x') } })
    expect(noted).toMatchObject({
      code: 0,
      text: '[ahorn] a\n',
      stderr: expect.stringContaining('launch: output is not kept: ENOTDIR'),
    })
    const group = await launch(['-o', 'group', ...paths], { env: { XDG_STATE_HOME: join(file, 'x') } })
    expect(group.text).toMatch(/^=== ahorn: done, 0, .*\na\n$/)
    const failed = await launch(['-o', 'group', ...scripts({ ahorn: 'echo a; exit 1' })], {
      env: { XDG_STATE_HOME: join(file, 'x') },
    })
    expect(failed.stderr).not.toContain('whole output')
  })

  test('a full disk ends the keeping, not the deployment', async () => {
    const { code, text, stderr } = await launch(scripts({ ahorn: 'seq 100000' }), { shell: 'ulimit -f 8; exec "$@"' })
    expect(code).toBe(0)
    expect(text.match(/\n/g)).toHaveLength(100_000)
    expect(stderr.match(/output of some hosts is not kept whole: EFBIG/g)).toHaveLength(1)
  })
})
