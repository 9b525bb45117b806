import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { expectApproved } from './approved.ts'
import { killProcessesOf, processesOf } from './leftovers.ts'
import { missing, needs } from './needs.ts'
import { output, run } from './run.ts'
import { tempDir } from './temp.ts'

afterEach(() => vi.unstubAllEnvs())

describe('expectApproved', () => {
  const dir = tempDir()
  writeFileSync(join(dir, 'same.txt'), 'text\n')

  test('passes on the approved text only', () => {
    vi.stubEnv('UPDATE', '')
    expectApproved('same.txt', 'text\n', dir)
    expect(() => expectApproved('same.txt', 'text', dir)).toThrow('same.txt differs')
  })

  test('fails when nothing was approved', () => {
    vi.stubEnv('UPDATE', '')
    expect(() => expectApproved('new.txt', 'text', dir)).toThrow('missing')
  })

  test('approves with UPDATE=1', () => {
    vi.stubEnv('UPDATE', '1')
    expectApproved('sub/new.txt', 'text', dir)
    expect(readFileSync(join(dir, 'sub/new.txt'), 'utf8')).toBe('text')
  })
})

describe('needs', () => {
  test('names the first thing that is missing', () => {
    const have = { root: () => null, nix: () => 'needs nix on PATH', lab: () => 'needs a lab' }
    expect(missing(['root'], have)).toBeNull()
    expect(missing(['root', 'nix', 'lab'], have)).toBe('needs nix on PATH')
  })

  test('skips with a reason, but never in CI', () => {
    vi.stubEnv('PATH', '/nowhere')
    vi.stubEnv('LOLLYPOPS_SKIPPED', join(tempDir(), 'skipped'))
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    vi.stubEnv('CI', '')
    expect(needs('shfmt')).not.toBe(describe)
    expect(warn).toHaveBeenCalledWith('skipped: needs shfmt on PATH')
    expect(readFileSync(process.env.LOLLYPOPS_SKIPPED!, 'utf8')).toBe('needs shfmt on PATH\n')
    vi.stubEnv('CI', 'true')
    expect(() => needs('shfmt')).toThrow('in CI no test may be skipped')
  })
})

describe('run', () => {
  test('tells codes, signals, bytes and input', async () => {
    expect(await run('sh', ['-c', 'cat; echo no >&2; exit 3'], { input: 'in' })).toMatchObject({
      code: 3,
      stdout: 'in',
      stderr: 'no\n',
    })
    expect(await run('sh', ['-c', 'kill -TERM $$'])).toMatchObject({ code: null, signal: 'SIGTERM' })
    expect((await run('printf', ['\\377\\0'])).bytes).toEqual(Buffer.from([255, 0]))
    expect((await run('true', [], { input: 'x'.repeat(1_000_000) })).code).toBe(0)
  })

  test('leaves no process of a group that is late', async () => {
    const late = run('sh', ['-c', 'sleep 98765 & echo $!; wait'], { timeout: 300 })
    await expect(late).rejects.toThrow('did not end within')
    const pid = await late.catch((error: Error) => error.message.match(/^\d+$/m)![0])
    expect((await run('ps', ['-o', 'stat=', '-p', String(pid)])).stdout).toMatch(/^(Z.*)?\s*$/)
  })

  test('a process that outlives its test is found and ended', async () => {
    const dir = tempDir()
    await run('sh', ['-c', 'setsid sleep 54321 >/dev/null 2>&1 &'], { env: { LOLLYPOPS_TEST_DIR: dir } })
    await expect.poll(() => processesOf(dir).map(({ command }) => command)).toEqual(['sleep 54321'])
    expect(killProcessesOf(dir)).toEqual(['sleep 54321'])
    await expect.poll(() => processesOf(dir)).toEqual([])
    expect(killProcessesOf(tempDir())).toEqual([])
  })

  test('output fails with what the command said', async () => {
    await expect(output('sh', ['-c', 'echo why >&2; exit 4'])).rejects.toThrow(/exit code 4\nwhy/)
  })
})
