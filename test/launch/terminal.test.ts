import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { PARENT, POLITE } from './stubborn.ts'
import { Launch, scripts } from './support.ts'

/** What a terminal of so many columns shows in the end, for programs that only go to the start of their line. */
function shown(text: string): string[] {
  return text.split('\n').map((line) =>
    line
      .replace(/\r$/, '')
      .replace(/^[\s\S]*\r\x1b\[K/, '')
      .replace(/\x1b\[[\d;]*m/g, ''),
  )
}

describe('one line below the output', () => {
  const onTerminal = (columns: number, rest = '') => ({
    shell: `LAUNCH=$(printf '%q ' "$@") SHELL=$BASH exec script --quiet --return --command "stty cols ${columns}; eval \\"\\$LAUNCH\\" ${rest}" /dev/null`,
    env: { TERM: 'xterm' },
  })
  const WAITS = 'echo "==> check"; until [ -e "$0.go" ]; do sleep 0.02; done; printf "1%%\\r50%%\\r100%%\\n"'

  test('says who is in which task, goes when all is done, and leaves only output', async () => {
    const paths = scripts({ ahorn: WAITS, 'birke-1': 'echo a; sleep 1; echo b' })
    const running = new Launch(['-j2', ...paths, ...scripts({ ulme: ':' })], onTerminal(100))
    await running.says('2 running, 1 waiting, 0 done, 0 failed, 0:0', '| ahorn check, birke-1')
    await running.until(() => /1 running, 0 waiting, 2 done, 0 failed/.test(running.text))
    writeFileSync(`${paths[0]}.go`, '')
    const { text, code } = await running.end()
    expect(code).toBe(0)
    const lines = shown(text)
    expect(lines.slice(0, lines.indexOf('')).sort()).toEqual([
      '[ahorn:check] 100%',
      '[ahorn:check] ==> check',
      '[birke-1] a',
      '[birke-1] b',
    ])
    expect(lines.join('\n')).not.toContain('running,')
  })

  test('fits into a narrow one', async () => {
    const { text } = await new Launch(scripts({ ['long'.repeat(20)]: 'sleep 1', b: 'sleep 1' }), onTerminal(40)).end()
    const status = [...text.matchAll(/2 running[^\r\n]*/g)].map(([line]) => [...line].length)
    expect(status.length).toBeGreaterThan(1)
    expect(Math.max(...status)).toBe(39)
  })

  test('beside a file, not beside a pipe, not with --json, not on a dumb one', async () => {
    const paths = scripts({ ahorn: 'sleep 0.5; echo here' })
    const file = join(tempDir(), 'out')
    expect((await new Launch(paths, onTerminal(80, `>${file}`)).end()).text).toContain('1 running, 0 waiting')
    expect(readFileSync(file, 'utf8')).toBe('[ahorn] here\n')
    expect((await new Launch(paths, onTerminal(80, '| cat')).end()).text).not.toContain('1 running')
    expect((await new Launch(['--json', ...paths], onTerminal(80)).end()).text).not.toContain('1 running')
    const dumb = onTerminal(80)
    expect((await new Launch(paths, { ...dumb, env: { TERM: 'dumb' } }).end()).text).not.toContain('1 running')
  })
})

describe('on a terminal', () => {
  /** Runs bash on a terminal of its own, with launch as $LAUNCH. */
  const onTerminal = (command: string) => ({
    shell: `LAUNCH=$(printf '%q ' "$@") SHELL=$BASH exec script --quiet --command "$COMMAND" /dev/null`,
    env: { COMMAND: command, CODE: join(tempDir(), 'code') },
  })
  const code = ({ env }: ReturnType<typeof onTerminal>) => (existsSync(env.CODE) ? readFileSync(env.CODE, 'utf8') : '')

  test('Ctrl-C reaches launch alone, which ends the others', async () => {
    const terminal = onTerminal('eval "$LAUNCH"; echo $? > $CODE')
    const running = new Launch(scripts({ ahorn: POLITE, birke: POLITE }), terminal)
    await running.until(() => (running.text.match(/ready/g) ?? []).length === 2)
    running.child.stdin!.write('\x03')
    const { text, alive } = await running.end()
    expect(text).toContain('launch: SIGINT: ending ahorn (check), birke (check);')
    expect(text).toContain('cleaned')
    expect([code(terminal), alive]).toEqual(['130\n', []])
  })

  test('that is closed: everything ends', async () => {
    const terminal = onTerminal(`trap 'kill -HUP $!' HUP; eval "$LAUNCH &"; wait $!; wait $!; echo $? > $CODE`)
    const running = new Launch(scripts({ ahorn: POLITE, birke: PARENT }), terminal)
    await running.until(() => (running.text.match(/ready/g) ?? []).length === 2)
    running.child.kill('SIGKILL')
    while (code(terminal) === '') await new Promise((resolve) => setTimeout(resolve, 20))
    expect([code(terminal), running.alive()]).toEqual(['130\n', []])
  })
})
