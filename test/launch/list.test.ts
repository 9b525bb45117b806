import { describe, expect, test } from 'vitest'
import { builds, fakeNix, host } from './fake-nix.ts'
import { launch, scripts } from './support.ts'

describe('the list', () => {
  const hosts = { ahorn: host('ahorn', 'web', undefined, ['prod', 'berlin']), birke: {}, gast: { info: null } }
  const listed = `\
HOST   ADDRESS            GROUP  TAGS         TASKS
ahorn  ahorn.example.org  web    prod berlin  check rebuild backup
birke  -                  -      -            does not evaluate: attribute of birke missing
gast   -                  -      -            not deployable: it does not import the lollypops module
`

  test.each(['--list', '-l', '--list-all'])('%s', async (option) => {
    const nix = fakeNix(hosts)
    expect(await launch([option], nix)).toMatchObject({ code: 0, text: listed, stderr: '' })
    expect(builds(nix)).toEqual([])
  })

  test('of some hosts', async () => {
    expect((await launch(['--list', 'ahorn'], fakeNix(hosts))).text).toBe(
      `${listed.split('\n').slice(0, 2).join('\n')}\n`,
    )
  })

  test('of all but some hosts', async () => {
    const nix = fakeNix(hosts)
    const { text } = await launch(['--list', '--eval-jobs', '1', '--except', '@prod', '--except', 'gast'], nix)
    expect(nix.calls()).toHaveLength(3) // names, all hosts, and again the one that failed
    expect(text.match(/^\w+/gm)).toEqual(['HOST', 'birke'])
  })

  test('of a tag, in the order of the targets, with a host that may have it', async () => {
    const { text } = await launch(['-l', 'gast', '@prod'], fakeNix(hosts))
    expect(text.match(/^\w+/gm)).toEqual(['HOST', 'gast', 'ahorn', 'birke'])
  })

  test('of scripts by path asks Nix for nothing', async () => {
    const nix = fakeNix(hosts)
    expect((await launch(['--list', ...scripts({ birke: ':' })], nix)).text).toBe(
      'HOST   ADDRESS  GROUP  TAGS  TASKS\nbirke  -        -      -     -\n',
    )
    expect(nix.calls()).toEqual([])
  })

  test('without arguments: what could be deployed, and how; nothing is', async () => {
    const nix = fakeNix(hosts)
    const { code, text } = await launch([], nix)
    expect(code).toBe(0)
    expect(text).toBe(`${listed}\nName hosts to deploy them; --help says more.\n`)
    expect(builds(nix)).toEqual([])
  })

  const entry = { script: null, address: null, group: null, tags: [], tasks: [], extraTasks: [], error: null }
  const entries = [
    {
      ...entry,
      host: 'ahorn',
      address: 'ahorn.example.org',
      group: 'web',
      tags: ['prod', 'berlin'],
      tasks: ['check', 'rebuild'],
      extraTasks: ['backup'],
    },
    { ...entry, host: 'birke', error: 'does not evaluate: attribute of birke missing' },
    { ...entry, host: 'gast', error: 'not deployable: it does not import the lollypops module' },
  ]

  test.each([[['--list', '--json']], [['--json']]])('for programs: %j', async (options) => {
    expect(JSON.parse((await launch(options, fakeNix(hosts))).text)).toEqual(entries)
  })

  test('for programs, with a script', async () => {
    const [script] = scripts({ birne: ':' })
    const { text } = await launch(['-l', '--json', 'ahorn', script!], fakeNix(hosts))
    expect(JSON.parse(text)).toEqual([entries[0], { ...entry, host: 'birne', script }])
  })
})
