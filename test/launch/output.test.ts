import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Launch, launch, scripts } from './support.ts'

/** Lines of one label, in order. */
const said = (text: string, label: string) => text.split('\n').filter((line) => line.startsWith(`[${label}] `))

describe('labels', () => {
  test('the host, and from ==> TASK on the task', async () => {
    const paths = scripts({
      ahorn: 'echo a; echo "==> check"; echo b; echo "==> not a task"; echo "==> rebuild"; echo c',
    })
    expect((await launch(paths)).text).toBe(`\
[ahorn] a
[ahorn:check] ==> check
[ahorn:check] b
[ahorn:check] ==> not a task
[ahorn:rebuild] ==> rebuild
[ahorn:rebuild] c
`)
  })

  test('a single task from the beginning, and several by what the script says', async () => {
    const [path] = scripts({ ahorn: 'echo "$*"' })
    expect((await launch([`${path}:rebuild`])).text).toBe('[ahorn:rebuild] rebuild\n')
    expect((await launch([`${path}:check,rebuild`, '-nv'])).text).toBe('[ahorn] --dry-run --verbose check rebuild\n')
  })

  test('no colour without a terminal, one on it, none with NO_COLOR', async () => {
    const paths = scripts({ ahorn: 'echo hello', birke: ':' })
    const onTerminal = {
      shell: 'script --quiet --return --command "$(printf "%q " "$@")" /dev/null',
      env: { TERM: 'xterm' },
    }
    expect((await launch(paths)).text).toContain('[ahorn] hello\n')
    expect((await launch(paths, onTerminal)).text).toMatch(/\x1b\[\d+m\[ahorn\]\x1b\[0m hello\r\n/)
    expect((await launch(paths, { ...onTerminal, env: { NO_COLOR: '1' } })).text).toContain('[ahorn] hello\r\n')
  })
})

describe('bytes', () => {
  test('NUL, invalid UTF-8 and carriage returns pass', async () => {
    const { stdout } = await launch(scripts({ ahorn: String.raw`printf 'a\0b\xff\xc3\r50%%\r100%%\r\n\x1b[2J\n'` }))
    expect(stdout.toString('latin1')).toBe('[ahorn] a\0b\xff\xc3\r50%\r100%\r\n[ahorn] \x1b[2J\n')
  })

  test('a last line without newline gets one', async () => {
    const { text } = await launch(scripts({ ahorn: 'printf a', birke: 'printf b' }))
    expect(text.split('\n').sort()).toEqual(['', '[ahorn] a', '[birke] b'])
  })

  test('a character that comes in two pieces is one', async () => {
    expect((await launch(scripts({ ahorn: String.raw`printf '\xc3'; sleep 0.1; printf '\xa4\n'` }))).text).toBe(
      '[ahorn] ä\n',
    )
  })

  test('lines of 10 MB, several at once beside a chatty host, each in one piece', async () => {
    const long = (char: string) => `echo begin; head -c 10000000 /dev/zero | tr '\\0' ${char}; echo; echo end`
    const { text, code } = await launch(
      scripts({
        ahorn: long('a'),
        birke: long('b'),
        ulme: 'for i in {1..2000}; do echo $i; done',
      }),
    )
    expect(code).toBe(0)
    for (const [host, char] of [
      ['ahorn', 'a'],
      ['birke', 'b'],
    ] as const) {
      const [begin, middle, end] = said(text, host)
      expect([begin, end]).toEqual([`[${host}] begin`, `[${host}] end`])
      expect(middle === `[${host}] ${char.repeat(10_000_000)}`).toBe(true)
    }
    expect(said(text, 'ulme')).toHaveLength(2000)
  })

  test('who begins an endless line and falls silent holds nobody up', async () => {
    const [ahorn, birke] = scripts({
      ahorn: `head -c 3000000 /dev/zero | tr '\\0' a; touch "$0.silent"; until [ -e "$0.go" ]; do sleep 0.02; done; echo z`,
      birke: 'until [ -e "${0/birke/ahorn}.silent" ]; do sleep 0.02; done; echo here',
    })
    const running = new Launch([ahorn!, birke!])
    await running.says('\n[birke] here\n')
    writeFileSync(`${ahorn}.go`, '')
    const { text, code } = await running.end()
    expect(code).toBe(0)
    expect(text === `[ahorn] ${'a'.repeat(3_000_000)}\n[birke] here\n[ahorn] z\n`).toBe(true)
  })
})

describe('a script', () => {
  test('can open its output again', async () => {
    const { text, code } = await launch(
      scripts({
        ahorn: 'set -e; echo 1 >/dev/stderr; echo 2 | tee /dev/stderr; echo 3 >/dev/stdout; echo 4 >&2',
      }),
    )
    expect(text.replaceAll('[ahorn] ', '')).toBe('1\n2\n2\n3\n4\n')
    expect(code).toBe(0)
  })

  test('has no standard input, no terminal, and an ssh that does not ask', async () => {
    const { text } = await launch(
      scripts({
        ahorn: 'cat | wc -c; echo $SSH_ASKPASS_REQUIRE; (: </dev/tty) 2>/dev/null || echo no terminal',
      }),
    )
    expect(text.replaceAll('[ahorn] ', '')).toBe('0\nnever\nno terminal\n')
  })

  test('gets a pipe that waits for it, not one that says EAGAIN', async () => {
    const { text, code } = await launch(scripts({ ahorn: 'set -o pipefail; seq 300000 | tail -n 300000' }))
    expect(code).toBe(0)
    expect(text.match(/\n/g)).toHaveLength(300_000)
  })
})
