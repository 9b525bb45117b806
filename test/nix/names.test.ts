import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, startFleet } from './fleet.ts'

const host = '{ networking.hostName = "x"; }'
const group = (name: string) => `{ networking.hostName = "x"; lollypops.deployment.group = "${name}"; }`
const attribute = (name: string) => `packages.x86_64-linux."deploy-${name}".drvPath`

needs('root', 'nix')('names that launch could not tell apart', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet()
  })

  test.each(['all', 'a:b', 'a,b', '@web', 'a b', '-j', './x', '.x', 'web-*', 'x?'])(
    'a host is not called %s',
    async (name) => {
      const dir = fleet.flake({ [name]: host, ahorn: host })
      const message = await fleet.refusal(dir, attribute(name))
      expect(message).toMatch(/^error: lollypops: nixosConfigurations\./m)
      expect(message).toContain(name)
      expect(await fleet.refusal(dir, `packages.x86_64-linux.launch.hosts."${name}"`)).toContain(
        'error: lollypops: nixosConfigurations.',
      )
      expect(await fleet.evaluate(dir, attribute('ahorn'))).toMatch(/-deploy-ahorn\.drv$/)
    },
  )

  test.each(['launch', 'ahorn.example.org', 'web_1', '10', 'a+b=c'])('a host may be called %s', async (name) => {
    const dir = fleet.flake({ [name]: host })
    expect(await fleet.evaluate(dir, attribute(name))).toContain(`-deploy-${name}.drv`)
  })

  test('a group is not called like a host', async () => {
    const dir = fleet.flake({ ahorn: group('porree'), porree: host })
    expect(await fleet.refusal(dir, attribute('ahorn'))).toContain(
      'error: lollypops: lollypops.deployment.group of host ahorn is "porree", which is the name of a host: choose another name\n',
    )
    expect(await fleet.evaluate(dir, attribute('porree'))).toMatch(/\.drv$/)
  })

  test('the unnamed group does not mind a host called default', async () => {
    const dir = fleet.flake({ ahorn: host, default: host })
    for (const name of ['ahorn', 'default']) expect(await fleet.evaluate(dir, attribute(name))).toMatch(/\.drv$/)
  })

  test('a group is not called all', async () => {
    const dir = fleet.flake({ ahorn: group('all') })
    expect(await fleet.refusal(dir, attribute('ahorn'))).toContain(
      'lollypops.deployment.group of host ahorn is "all", which means every host',
    )
  })
})
