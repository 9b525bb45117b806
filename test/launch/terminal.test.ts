import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { PARENT, POLITE } from './stubborn.ts'
import { Launch, scripts } from './support.ts'

describe('on a terminal', () => {
  /** Runs bash on a terminal of its own, with launch as $LAUNCH. */
  const onTerminal = (command: string) => ({
    shell: `LAUNCH=$(printf '%q ' "$@") SHELL=$BASH exec script --quiet --command "$COMMAND" /dev/null`,
    env: { COMMAND: command, CODE: join(tempDir(), 'code') },
  })
  const code = ({ env }: ReturnType<typeof onTerminal>) => (existsSync(env.CODE) ? readFileSync(env.CODE, 'utf8') : '')

  test('Ctrl-C reaches launch alone, which ends the others', async () => {
    const terminal = onTerminal('eval "$LAUNCH"; echo $? > $CODE')
    const running = new Launch(scripts({ ahorn: POLITE }), terminal)
    await running.says('ready')
    running.child.stdin!.write('\x03')
    const { text, alive } = await running.end()
    expect(text).toContain('launch: SIGINT: ending ahorn (check);')
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
