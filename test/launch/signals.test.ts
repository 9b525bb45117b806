import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { APART, BACK, DEAF, PARENT, POLITE, STUBBORN } from './stubborn.ts'
import { Launch, launch, scripts } from './support.ts'

async function ready(bodies: Record<string, string>, args: string[] = []): Promise<Launch> {
  const running = new Launch([...args, ...scripts(bodies)])
  await running.until(() => (running.text.match(/ready$/gm) ?? []).length === Object.keys(bodies).length)
  return running
}

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('%s', (signal) => {
  test('ends everything, says so, and exits 130', async () => {
    const running = await ready({ ahorn: POLITE, birke: PARENT })
    expect(running.alive().length).toBeGreaterThan(4)
    running.child.kill(signal)
    const { code, text, stderr, alive } = await running.end()
    expect(alive).toEqual([])
    expect(code).toBe(130)
    expect(text).toContain('[ahorn:check] cleaned')
    expect(stderr).toContain(`launch: ${signal}: ending ahorn (check), birke;`)
    expect(stderr).toMatch(/^ahorn +interrupted +check +130 /m)
    expect(stderr).toMatch(/^birke +interrupted +- +130 \(SIGINT\) /m)
  })
})

test('a script that ignores SIGINT is left its time, then ended', async () => {
  const running = await ready({ ahorn: STUBBORN })
  running.child.kill('SIGINT')
  const { code, stderr, alive } = await running.end()
  expect([code, alive]).toEqual([130, []])
  expect(stderr).toMatch(/^ahorn +interrupted +rebuild +143 \(SIGTERM\) /m)
})

test('a second Ctrl-C ends without that time, also what ignores SIGTERM', async () => {
  const running = await ready({ ahorn: DEAF, birke: STUBBORN, ulme: PARENT })
  running.child.kill('SIGINT')
  await running.says('launch: SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 600))
  running.child.kill('SIGINT')
  const { code, stderr, alive } = await running.end()
  expect([code, alive]).toEqual([130, []])
  expect(stderr).toMatch(/^ahorn +interrupted +rebuild +137 \(SIGKILL\) /m)
  expect(stderr).toMatch(/^birke +interrupted +rebuild +143 \(SIGTERM\) /m)
})

test('the same Ctrl-C twice, as npm makes of it, is one', async () => {
  const running = await ready({ ahorn: `trap 'sleep 0.7; echo cleaned; exit 1' INT; echo ready; sleep 600 & wait` })
  running.child.kill('SIGINT')
  running.child.kill('SIGINT')
  expect((await running.end()).text).toContain('cleaned')
})

test('what a script that ended left in the background ends too', async () => {
  const running = await ready({ ahorn: BACK, birke: POLITE })
  await running.until(() => running.alive().includes('sleep 605'))
  running.child.kill('SIGINT')
  const { code, stderr, alive } = await running.end()
  expect([code, alive]).toEqual([130, []])
  expect(stderr).toMatch(/^ahorn +done /m)
})

test('what a script runs in process groups of their own ends too, at once', async () => {
  const running = await ready({ ahorn: APART })
  await running.until(() => [606, 607, 608, 609].every((n) => running.alive().includes(`sleep ${n}`)))
  running.child.kill('SIGINT')
  const { code, stderr, alive } = await running.end()
  expect([code, alive]).toEqual([130, []])
  expect(stderr).toMatch(/^ahorn +interrupted +- +130 \(SIGINT\) /m)
})

test('nothing new is started', async () => {
  const running = await ready({ ahorn: POLITE })
  running.child.kill('SIGINT')
  await running.end()
  const paths = scripts({ ahorn: POLITE, birke: 'echo never', ulme: 'echo never' })
  const bounded = new Launch(['-j1', ...paths])
  await bounded.says('ready')
  bounded.child.kill('SIGINT')
  const { text, stderr } = await bounded.end()
  expect(text).not.toContain('never')
  expect(stderr).toMatch(/^birke +not started +- +- +-$/m)
  expect(stderr).toContain(`again: launch --jobs 1 ${paths.join(' ')}\n`)
})

describe('standard output', () => {
  test('closed by its reader: everything ends', async () => {
    const paths = scripts({ ahorn: 'trap "" PIPE; while echo line; do sleep 0.01; done', birke: PARENT })
    const { text, stderr, alive, code } = await launch(paths, { shell: '"$@" | head -n 3; exit ${PIPESTATUS[0]}' })
    expect([code, alive]).toEqual([130, []])
    expect(text.split('\n')).toHaveLength(4)
    expect(stderr).toContain('launch: standard output is gone (EPIPE): ending ')
  })

  test('that nobody reads does not hold up the end', async () => {
    const shell =
      'coproc sleep 60; exec 3>&${COPROC[1]}; "$@" >&3 3>&- & echo "pid $!" >&2; wait $!; echo "code $?" >&2; kill $COPROC_PID'
    const running = new Launch(scripts({ ahorn: 'exec yes' }), { shell })
    await running.until(() => running.alive().includes('yes'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    process.kill(Number(/pid (\d+)/.exec(running.stderr)![1]), 'SIGTERM')
    const { stderr, alive } = await running.end()
    expect(stderr).toContain('launch: SIGTERM: ending ahorn;')
    expect(stderr).toContain('code 130')
    expect(alive).toEqual([])
  })

  test('full: says why', async () => {
    const { stderr, alive, code } = await launch(scripts({ ahorn: PARENT.replace('ready', 'x; echo y') }), {
      shell: '"$@" >/dev/full',
    })
    expect([code, alive]).toEqual([130, []])
    expect(stderr).toContain('(ENOSPC)')
  })
})

test('leaves nothing in the temporary folder', async () => {
  const folder = tempDir()
  await launch(scripts({ ahorn: ':' }), { env: { TMPDIR: folder } })
  const running = new Launch(scripts({ ahorn: POLITE }), { env: { TMPDIR: folder } })
  await running.says('ready')
  running.child.kill('SIGTERM')
  await running.end()
  expect(readdirSync(folder)).toEqual([])
})
