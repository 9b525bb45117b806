import { delimiter } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { nixOf } from '../support/nix-suites.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const hosts = {
  ahorn: '{ networking.hostName = "ahorn"; }',
  broken: '= throw "this host was evaluated"',
  'a b': '= throw "this one too"',
}

/** Of one kind of output: by system, then by name. */
type Kinds = Record<string, Record<string, unknown>>

needs('lab', 'nix')('a flake with a broken host', { skip: Boolean(realNixpkgs), timeout: 600_000 }, () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(hosts)
  })

  test.each([undefined, 'trixie', 'sid'] as const)(
    'is listed without evaluating any host, builds and runs the others (%s)',
    async (suite) => {
      const PATH = [...(suite ? [await nixOf(suite)] : []), process.env.PATH].join(delimiter)
      const nix = (...args: string[]) => fleet.nix.output('nix', args, { env: { PATH } })
      const shown = JSON.parse(
        await nix('flake', 'show', '--json', '--option', 'eval-cache', 'false', `path:${dir}`),
      ) as Record<string, Kinds> & { inventory?: Record<string, Kinds> }
      const of = (kind: string) => (shown.inventory ?? shown)[kind]!['x86_64-linux']!
      for (const kind of ['packages', 'checks']) {
        for (const host of Object.keys(hosts))
          expect(of(kind)[`deploy-${host}`]).toMatchObject({ type: 'derivation', name: `deploy-${host}` })
      }
      for (const host of Object.keys(hosts)) expect(of('apps')[`deploy-${host}`]).toMatchObject({ type: 'app' })
      expect(JSON.parse(await nix('search', '--json', `path:${dir}`, 'broken'))).toHaveProperty([
        'packages.x86_64-linux.deploy-broken',
      ])
      const [{ outputs }] = JSON.parse(await nix('build', '--no-link', '--json', `path:${dir}#deploy-ahorn`)) as [
        { outputs: { out: string } },
      ]
      expect(outputs.out).toMatch(/-deploy-ahorn$/)
      expect(await nix('run', `path:${dir}#deploy-ahorn`, '--', '--list')).toMatch(/^check\b/m)
      const { code, stderr } = await fleet.nix.run('nix', ['build', '--no-link', `path:${dir}#deploy-broken`], {
        env: { PATH },
      })
      expect([code === 0, stderr]).toEqual([false, expect.stringContaining('this host was evaluated')])
    },
  )
})
