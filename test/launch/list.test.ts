import { describe, expect, test } from 'vitest'
import { builds, fakeNix, host } from './fake-nix.ts'
import { launch } from './support.ts'

describe('the list', () => {
  const hosts = { ahorn: host('ahorn', 'web'), birke: {}, gast: { info: null } }
  const listed = `\
HOST   ADDRESS            GROUP  TASKS
ahorn  ahorn.example.org  web    check rebuild backup
birke  -                  -      does not evaluate: attribute of birke missing
gast   -                  -      not deployable: it does not import the lollypops module
`

  test('--list', async () => {
    const nix = fakeNix(hosts)
    expect(await launch(['--list'], nix)).toMatchObject({ code: 0, text: listed, stderr: '' })
    expect(builds(nix)).toEqual([])
  })

  test('of some hosts', async () => {
    expect((await launch(['--list', 'ahorn'], fakeNix(hosts))).text).toBe(listed.split('\n').slice(0, 2).join('\n') + '\n')
  })

  test('without arguments: what could be deployed, and how; nothing is', async () => {
    const nix = fakeNix(hosts)
    const { code, text } = await launch([], nix)
    expect(code).toBe(0)
    expect(text).toBe(`${listed}\nName hosts to deploy them; --help says more.\n`)
    expect(builds(nix)).toEqual([])
  })
})
