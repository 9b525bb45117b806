import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { launch, scripts } from './support.ts'

describe('exit codes', () => {
  test('0: all done', async () => {
    const { code, stderr } = await launch(scripts({ ahorn: ':', birke: ':' }))
    expect(code).toBe(0)
    expect(stderr).toMatch(/^ahorn +done +- +0 /m)
    expect(stderr).not.toContain('again:')
  })

  test('1: one failed, and the others finished', async () => {
    const paths = scripts({
      ahorn: 'echo "==> rebuild"; echo cause; until [ -e "$0.go" ]; do sleep 0.02; done; exit 7',
      birke: 'sleep 0.1; touch "${0/birke/ahorn}.go"; sleep 0.3; echo finished',
    })
    const { code, text, stderr } = await launch(paths)
    expect(code).toBe(1)
    expect(text).toContain('[birke] finished')
    expect(stderr).toMatch(/^ahorn +failed +rebuild +7 /m)
    expect(stderr).toMatch(/^birke +done /m)
    expect(stderr).toContain('ahorn failed in rebuild, exit code 7\n  cause\n')
    expect(stderr).toContain(`again: launch ${paths[0]}\n`)
  })

  test('1: a script that a signal ended', async () => {
    const { code, stderr } = await launch(scripts({ ahorn: 'kill -KILL $$', birke: 'kill -TERM $$', ulme: 'exit 130' }))
    expect(code).toBe(1)
    expect(stderr).toMatch(/^ahorn +failed +- +137 \(SIGKILL\) /m)
    expect(stderr).toMatch(/^birke +failed +- +143 \(SIGTERM\) /m)
    expect(stderr).toMatch(/^ulme +failed +- +130 \(SIGINT\) /m)
  })

  test('1: a script that cannot be started, beside one that can', async () => {
    const [ahorn, birke] = scripts({ ahorn: 'echo here', birke: '' })
    writeFileSync(birke!, '#!/does/not/exist\n')
    const { code, text } = await launch([ahorn!, birke!])
    expect(code).toBe(1)
    expect(text).toContain('[ahorn] here')
    expect(text).toMatch(/^\[birke\] .*deploy-birke cannot be run: what its first line names after #! has to be there/m)
  })

  test.each([
    [['--frobnicate'], '--frobnicate'],
    [['-j', 'many', './x'], '"many"'],
    [['./nowhere'], './nowhere'],
  ])('2: %j', async (args, naming) => {
    const { code, text, stderr } = await launch(args)
    expect([code, text]).toEqual([2, ''])
    expect(stderr).toMatch(/^launch: .*\n$/)
    expect(stderr).toContain(naming)
  })

  test('2: nothing stays', async () => {
    const TMPDIR = tempDir()
    for (let i = 0; i < 20; i++)
      expect(await launch(['./nope', './nope2'], { env: { TMPDIR } })).toMatchObject({ code: 2, alive: [] })
    expect(readdirSync(TMPDIR)).toEqual([])
  })

  test('2: LP_REMOTE_HOST with several hosts; with one it reaches the script', async () => {
    const paths = scripts({ ahorn: 'echo "to $LP_REMOTE_HOST"', birke: 'echo ran' })
    const env = { LP_REMOTE_HOST: '10.0.0.1' }
    const two = await launch(paths, { env })
    expect([two.code, two.text]).toEqual([2, ''])
    expect(two.stderr).toMatch(/^launch: LP_REMOTE_HOST .*10\.0\.0\.1.*\n$/)
    expect((await launch([paths[0]!], { env })).text).toBe('[ahorn] to 10.0.0.1\n')
  })
})

test('--help and --version', async () => {
  const help = await launch(['--help', '--list'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.text).toContain('Usage: launch')
  expect((await launch(['--version'])).text).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('the command for a second run keeps options and tasks', async () => {
  const [path] = scripts({ ahorn: 'exit 1' })
  const { stderr } = await launch([`${path}:check,rebuild`, '--dry', '-j2'], { env: { REBUILD_ACTION: 'boot' } })
  expect(stderr).toContain(`again: REBUILD_ACTION=boot launch --jobs 2 --dry-run ${path}:check,rebuild\n`)
})

test('a child in the background that holds the pipe open keeps nobody waiting', async () => {
  const [ahorn, birke] = scripts({
    ahorn: 'seq 1000; sleep 600 & echo "$!" >"$0.pid"; echo last',
    birke: 'yes & echo ok',
  })
  const { code, text, stderr, alive } = await launch([ahorn!, birke!])
  process.kill(Number(readFileSync(`${ahorn}.pid`)), 'SIGKILL')
  expect(alive).toContain('sleep 600')
  expect(code).toBe(0)
  expect(text).toContain('[ahorn] 1000\n')
  expect(text).toContain('[ahorn] last\n')
  expect(text).toContain('[birke] ok\n')
  expect(stderr).toMatch(/^birke +done /m)
})

test('what it writes there later is not taken for the next script', async () => {
  const paths = scripts({ ahorn: '{ sleep 0.5; echo late; } & echo ok', birke: 'sleep 1; echo ok', esche: 'echo ok' })
  const { code, text } = await launch(['-j', '1', ...paths])
  expect([code, text]).toEqual([0, '[ahorn] ok\n[birke] ok\n[esche] ok\n'])
})

test('a script that closes its output goes on until it ends', async () => {
  const { code, stderr } = await launch(scripts({ ahorn: 'exec >&- 2>&-; sleep 0.2; exit 5' }))
  expect(code).toBe(1)
  expect(stderr).toMatch(/^ahorn +failed +- +5 /m)
})
