import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluationsAtOnce, hostsAtOnce } from '../../src/launch/run/pool.ts'
import { builds, type FakeHost, fakeNix, HASH, host } from './fake-nix.ts'
import { executable, Launch, launch } from './support.ts'

const GIB = 1024 ** 3

test.each([
  [8, 64 * GIB, 8],
  [64, 16 * GIB, 8],
  [4, 3 * GIB, 1],
  [1, GIB / 2, 1],
])('%i cores and %i bytes: %i', (cores, bytes, most) => expect(evaluationsAtOnce(cores, bytes)).toBe(most))

test.each([
  [2, 20e9, 50],
  [2, 4.4e9, 20],
  [4, 100e6, 1],
])('%i processes with %i bytes free: %i hosts each', (processes, free, hosts) =>
  expect(hostsAtOnce(processes, free)).toBe(hosts),
)

describe('nix-eval-jobs', () => {
  const line = (name: string, folder: string) =>
    `echo '${JSON.stringify({ attr: name, attrPath: [name], drvPath: `${folder}/${HASH}-deploy-${name}.drv` })}'`
  const withJobs = (hosts: Record<string, FakeHost>, body: (folder: string) => string) => {
    const nix = fakeNix(hosts)
    const folder = nix.env.PATH.split(delimiter)[0]!
    executable(join(folder, 'nix-eval-jobs'), `printf '%s\n' "$@" >"$0.words"; ${body(folder)}`)
    return { ...nix, words: () => readFileSync(join(folder, 'nix-eval-jobs.words'), 'utf8').split('\n') }
  }
  const ran = { ahorn: host('ahorn', 'web', 'touch "${0%/*}/ran"; echo ran'), birke: host('birke', 'web', 'echo ran') }

  test('the first host deploys while others evaluate', async () => {
    const nix = withJobs(
      ran,
      (at) => `${line('ahorn', at)}; until [ -e ${at}/ran ]; do sleep 0.02; done; ${line('birke', at)}`,
    )
    const { code, text } = await launch(['ahorn', 'birke', '--eval-jobs', '1'], nix)
    expect([code, text]).toEqual([0, '[ahorn] ran\n[birke] ran\n'])
    expect(nix.words()).toEqual(expect.arrayContaining(['--workers', '--max-memory-size', '--select']))
    expect(nix.lines().filter((line) => line.includes('launch.drvs'))).toEqual([])
    expect(builds(nix)).toHaveLength(2)
    expect(nix.lines().filter((line) => line.endsWith('.drv^out'))).toHaveLength(2)
  })

  test('a host that does not evaluate fails alone, and says why', async () => {
    const failed = JSON.stringify({ attr: 'birke', attrPath: ['birke'], error: 'error: broken' })
    const nix = withJobs({ ...ran, birke: host('birke', 'web') }, (at) => `${line('ahorn', at)}; echo '${failed}'`)
    const { code, text } = await launch(['all'], nix)
    expect([code, text]).toEqual([1, expect.stringContaining('[ahorn] ran\n')])
    expect(text).toContain('[birke:build] error: no script for birke\n')
  })

  test.each(['exit 1', 'echo nonsense', 'kill -9 $$'])('one that cannot do it is replaced by Nix: %s', async (body) => {
    const nix = withJobs(ran, () => body)
    expect((await launch(['all', '--eval-jobs', '1'], nix)).code).toBe(0)
    expect(nix.lines().filter((line) => line.includes('launch.drvs'))).toHaveLength(1)
  })

  test('an interrupt ends it', async () => {
    const running = new Launch(
      ['all'],
      withJobs(ran, () => 'sleep 600'),
    )
    await running.until(() => running.alive().includes('sleep 600'))
    running.child.kill('SIGINT')
    expect(await running.end()).toMatchObject({ code: 130, alive: [] })
  })
})
