import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, startFleet } from './fleet.ts'

const ahorn = '{ networking.hostName = "ahorn"; }'
const broken = {
  throws: '= throw "this host is broken"',
  'throws-inside': '{ networking.hostName = throw "this option is broken"; }',
  'missing-file': './missing.nix',
  endless: '= let host = host; in host',
  'endless-inside': '{ config, ... }: { networking.hostName = config.networking.hostName; }',
  'wrong-type': '{ lollypops.tasks = "rebuild"; }',
  'unknown-option': '{ lolipops.tasks = [ ]; }',
}

needs('root', 'nix')('a host', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet()
  })
  const path = (name: string, kind = 'packages') =>
    `${kind}.x86_64-linux.deploy-${name}${kind === 'apps' ? '.program' : '.drvPath'}`

  test.each(['packages', 'apps', 'checks'])('does not mind broken neighbours in %s, which fail alone', async (kind) => {
    const dir = fleet.flake({ ahorn, ...broken })
    expect(await fleet.evaluate(dir, path('ahorn', kind))).toMatch(/-deploy-ahorn(\.drv)?$/)
    for (const name of Object.keys(broken)) expect(await fleet.refusal(dir, path(name, kind))).toContain('error: ')
  })

  test('does not mind them in launch either', async () => {
    const dir = fleet.flake({ ahorn, ...broken })
    expect(await fleet.evaluate(dir, 'packages.x86_64-linux.launch.hosts.ahorn.name')).toBe('ahorn')
    expect(await fleet.evaluate(dir, 'packages.x86_64-linux.launch.drvPath')).toMatch(/-launch\.drv$/)
  })

  test('costs the same among 20 as among 2', async () => {
    const few = await functionCalls(2)
    const many = await functionCalls(20)
    expect(few).toBeGreaterThan(1000)
    expect(many - few).toBeLessThan(18 * 10)
  })

  async function functionCalls(count: number): Promise<number> {
    const others = Array.from({ length: count - 1 }, (_, i) => [`host${i}`, `{ networking.hostName = "host${i}"; }`])
    const dir = fleet.flake({ ahorn, ...Object.fromEntries(others) })
    await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-ahorn.name') // so that the inputs are locked
    const { stderr } = await fleet.nix.run(
      'nix',
      ['eval', '--option', 'eval-cache', 'false', `path:${dir}#packages.x86_64-linux.deploy-ahorn.drvPath`],
      { env: { NIX_SHOW_STATS: '1' } },
    )
    return (JSON.parse(stderr.slice(stderr.indexOf('{'))) as { nrFunctionCalls: number }).nrFunctionCalls
  }
})
