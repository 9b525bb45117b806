import { existsSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DEAF, PARENT, POLITE } from './stubborn.ts'
import { Launch, launch, scripts } from './support.ts'

describe('--wave', () => {
  /** Says how many others of its wave and before have ended. */
  const count = 'cd "${0%/*}"; ls *.ended 2>/dev/null | wc -l; sleep 0.1; touch "$0.ended"'
  const bodies = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`h${i}`, count]))

  test('the next begins when all of the one before have ended', async () => {
    const { code, text } = await launch(['--wave', '1,20%,100%', ...scripts(bodies(10))])
    const ended = (host: number) => Number(new RegExp(`^\\[h${host}\\] +(\\d+)$`, 'm').exec(text)?.[1])
    expect(code).toBe(0)
    expect(ended(0)).toBe(0)
    for (const host of [1, 2]) expect(ended(host)).toBeGreaterThanOrEqual(1)
    for (const host of [3, 9]) expect(ended(host)).toBeGreaterThanOrEqual(3)
  })

  test('a failure in one keeps the next from starting', async () => {
    const paths = scripts({ ahorn: 'exit 3', birke: 'echo never', ulme: 'echo never' })
    const { code, text, stderr } = await launch(['--wave', '1,100%', ...paths])
    expect([code, text]).toEqual([1, ''])
    expect(stderr).toMatch(/^birke +not started +- +- +-$/m)
    expect(stderr).toContain(`again: launch --wave 1,100% ${paths.join(' ')}\n`)
  })

  test('--max-failures allows some', async () => {
    const paths = scripts({ ahorn: 'exit 3', birke: 'exit 4', ulme: 'echo never' })
    const { stderr } = await launch(['--wave', '1', '--max-failures', '1', ...paths])
    expect(stderr).toMatch(/^birke +failed +- +4 /m)
    expect(stderr).toMatch(/^ulme +not started/m)
  })
})

test('--max-failures without waves: who runs, runs to its end', async () => {
  const [ahorn, birke, ulme] = scripts({
    ahorn: 'until [ -e "${0/ahorn/birke}.here" ]; do sleep 0.02; done; exit 3',
    birke: 'touch "$0.here"; until [ -e "$0.go" ]; do sleep 0.02; done; echo finished',
    ulme: 'echo never',
  })
  const running = new Launch(['-j2', '--max-failures', '0', ahorn!, birke!, ulme!])
  await running.until(() => existsSync(`${birke}.here`))
  await new Promise((resolve) => setTimeout(resolve, 300))
  writeFileSync(`${birke}.go`, '')
  const { code, text, stderr } = await running.end()
  expect([code, text]).toEqual([1, '[birke] finished\n'])
  expect(stderr).toMatch(/^ulme +not started/m)
})

test('--fail-fast: the first failure ends all others', async () => {
  const fails = 'until [ -e "${0/birke/ahorn}.ready" ]; do sleep 0.02; done; exit 3'
  const { code, stderr, alive } = await launch([
    '--fail-fast',
    ...scripts({ ahorn: POLITE.replace('echo ready', 'touch "$0.ready"'), birke: fails, ulme: PARENT }),
  ])
  expect([code, alive]).toEqual([1, []])
  expect(stderr).toContain('launch: birke failed, and --fail-fast is set: ending ahorn')
  expect(stderr).toMatch(/^ahorn +interrupted +check /m)
  expect(stderr).toMatch(/^birke +failed +- +3 /m)
})

describe('--timeout', () => {
  test('ends the script with all that it started, and nobody else', async () => {
    const paths = scripts({ ahorn: PARENT, birke: 'sleep 2; echo finished' })
    const { code, text, stderr, alive } = await launch([
      '--timeout',
      '1s',
      paths[0]!,
      ...scripts({ ulme: 'echo here' }),
    ])
    expect([code, alive]).toEqual([1, []])
    expect(text).toContain('[ulme] here\n')
    expect(text).toContain('[ahorn] ended after 1 seconds, as --timeout says\n')
    expect(stderr).toMatch(/^ahorn +failed +- +timeout /m)
    expect(stderr).toMatch(/^ulme +done /m)
  })

  test('a script that is being ended can still be interrupted', async () => {
    const running = new Launch(['--timeout', '1s', ...scripts({ ahorn: DEAF })])
    await running.says('ready')
    await new Promise((resolve) => setTimeout(resolve, 1500))
    running.child.kill('SIGINT')
    await running.says('launch: SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 600))
    running.child.kill('SIGINT')
    expect(await running.end()).toMatchObject({ code: 130, alive: [] })
  })
})

describe('a script is started', () => {
  test('with its words as they are', async () => {
    const [path] = scripts({ "it's $HOME `x`\n\u00e4 -": 'printf "%s\\n" "$#" "$1"' })
    const { code, text } = await launch([`${path}:it's,$HOME`])
    expect(code).toBe(0)
    expect(text.replace(/^\[.*?\] /gm, '')).toBe("2\nit's\n")
  })

  test('in the environment of launch, as it is', async () => {
    const [path, profile] = scripts({ ahorn: '', profile: 'echo profile; exit 9' })
    writeFileSync(path!, '#!/bin/sh\necho "$BASH_ENV|$SHELLOPTS|$FOO"\n')
    const { code, text } = await launch([path!], {
      env: { BASH_ENV: profile!, SHELLOPTS: 'errexit:nounset', FOO: 'a\nb' },
    })
    expect(code).toBe(0)
    expect(text).toBe(`[ahorn] ${profile}|errexit:nounset|a\n[ahorn] b\n`)
  })
})
