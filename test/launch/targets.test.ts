import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matching, needsEvaluation } from '../../src/launch/choose/names.ts'
import { splitTarget, toJobs } from '../../src/launch/choose/targets.ts'

const groups = new Map([
  ['web', ['ahorn', 'porree']],
  ['ahorn', ['birke']],
])
const tags = new Map([
  ['prod-eu', ['ahorn', 'a.b']],
  ['prod-us', ['ahorn', 'porree']],
  ['birke', ['birke']],
])
const fleet = { names: ['ahorn', 'birke', 'porree', 'a.b'], groups, tags }
const brief = (words: string[]) => toJobs(words, fleet).map(({ label, tasks }) => [label, ...tasks].join(' '))
const script = (word: string, name: string, tasks: string[] = []) => ({ word, path: `/p/${word}`, name, tasks })

describe('a target', () => {
  test.each([
    ['ahorn', { name: 'ahorn', tasks: [] }],
    ['ahorn:rebuild', { name: 'ahorn', tasks: ['rebuild'] }],
    ['ahorn:check,rebuild', { name: 'ahorn', tasks: ['check', 'rebuild'] }],
    ['all:db:dump', { name: 'all', tasks: ['db:dump'] }],
  ])('%s', (word, target) => expect(splitTarget(word)).toEqual(target))

  test.each(['ahorn:', ':check', 'ahorn:a,,b', 'ahorn:--help', 'ahorn:a b', 'ahorn:a,', 'ahorn:a\nb'])(
    'not %j',
    (word) => {
      expect(() => splitTarget(word)).toThrow('is no target')
    },
  )

  test('that is none is named, and how to write it', () => {
    expect(() => splitTarget('ahorn:')).toThrow('ahorn: is no target: write ahorn:task or ahorn:task1,task2')
    expect(() => splitTarget(':check')).toThrow(':check is no target: write host:task or host:task1,task2')
  })
})

describe('jobs', () => {
  test.each([
    [['ahorn'], ['ahorn']],
    [
      ['porree', 'ahorn:check'],
      ['porree', 'ahorn check'],
    ],
    [['web:check'], ['ahorn check', 'porree check']],
    [['all'], ['ahorn', 'birke', 'porree', 'a.b']],
    [['a.b:check,rebuild'], ['a.b check rebuild']],
    [['@prod-eu'], ['ahorn', 'a.b']],
    [['@prod-us:check'], ['ahorn check', 'porree check']],
    [['@prod-*'], ['ahorn', 'porree', 'a.b']],
    [
      ['@birke', '@prod-eu:x'],
      ['birke', 'ahorn x', 'a.b x'],
    ],
    [['*:check'], ['ahorn check', 'birke check', 'porree check', 'a.b check']],
    [
      ['?.b', 'p*'],
      ['a.b', 'porree'],
    ],
    [
      ['{birke,porree}', '[!b]*:x'],
      ['birke', 'porree', 'ahorn x', 'a.b x'],
    ],
  ])('%j', (words, jobs) => expect(brief(words)).toEqual(jobs))

  test('a host wins over a group of its name', () => expect(brief(['ahorn'])).toEqual(['ahorn']))

  test.each([
    [['ahorn:check', 'ahorn:rebuild'], ['ahorn check rebuild']],
    [
      ['ahorn:b', 'birke', 'ahorn:a,b'],
      ['ahorn b a', 'birke'],
    ],
    [
      ['ahorn:check', 'web'],
      ['ahorn', 'porree'],
    ],
    [
      ['all', 'ahorn:check'],
      ['ahorn', 'birke', 'porree', 'a.b'],
    ],
  ])('a host twice is one job: %j', (words, jobs) => expect(brief(words)).toEqual(jobs))

  test('only all and globs may leave a host out', () => {
    const optional = (words: string[]) =>
      toJobs(words, fleet)
        .filter((job) => job.optional)
        .map((job) => job.label)
    expect(optional(['all'])).toEqual(['ahorn', 'birke', 'porree', 'a.b'])
    expect(optional(['all', 'birke'])).toEqual(['ahorn', 'porree', 'a.b'])
    expect(optional(['web', '@prod-*'])).toEqual([])
    expect(optional(['?.b', 'p*', 'porree'])).toEqual(['a.b'])
  })

  test('each knows the target that runs it again', () => {
    const jobs = toJobs(['web:check', 'ahorn:rebuild', script('./r', 'r', ['x', 'y'])], fleet)
    expect(jobs.map((job) => job.target)).toEqual(['ahorn:check,rebuild', 'porree:check', './r:x,y'])
  })
})

describe('scripts by path', () => {
  test('two of one name are told apart, and a host keeps its own', () => {
    const jobs = toJobs(['ahorn', script('a/r', 'ahorn'), script('b/x', 'x'), script('c/x', 'x')], fleet)
    expect(jobs.map((job) => job.label)).toEqual(['ahorn', 'a/r', 'b/x', 'c/x'])
  })

  test('the same one twice is one job', () => {
    const twice = [script('./r', 'r', ['a']), { ...script('././r', 'r', ['b']), path: '/p/./r' }]
    expect(toJobs(twice, fleet)).toMatchObject([{ label: 'r', tasks: ['a', 'b'] }])
  })
})

describe('refuses', () => {
  test.each([
    ['ahrn', /called ahrn: did you mean ahorn/],
    ['wed', /did you mean web/],
    ['al', /did you mean all/],
    ['prod-eu', /no host or group is called prod-eu: did you mean @prod-eu/],
    ['@prd-eu', /no host has a tag prd-eu: did you mean @prod-eu\?/],
    ['@web', /no host has a tag web: did you mean web\?/],
    ['@porree', /no host has a tag porree: did you mean porree\?/],
    ['@prdo-*', /no host has a tag that matches 'prdo-\*': did you mean @prod-eu or @prod-us\?/],
    ['@', /no host has a tag '': launch --list/],
    ['aho-*', /no host matches 'aho-\*': did you mean ahorn\?/],
    ['x*', /no host matches 'x\*': launch --list/],
    ['zzzzzzzz', /called zzzzzzzz: launch --list/],
    ['__proto__', /called __proto__/],
    ['$(id)', /called \$'\$\(id\)'/],
  ])('%s', (word, message) => expect(() => toJobs([word], fleet)).toThrow(message))
})

test.each([
  ['ahorn', false],
  ['all', false],
  ['a*', false],
  ['web', true],
  ['@prod', true],
  ['@prod-*', true],
])('whether hosts have to be evaluated for %s: %j', (name, needed) =>
  expect(needsEvaluation(name, fleet.names)).toBe(needed),
)

test('a glob matches the whole of a name, and nothing else in it is special', () => {
  expect(matching('web-*', ['web-1', 'web-1.example.org', 'x-web-1', 'web'])).toEqual(['web-1', 'web-1.example.org'])
  expect(matching('a.b+c*', ['a.b+c', 'axb+c', 'a.bbc'])).toEqual(['a.b+c'])
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_][\w.+=-]*$/), (name) => {
      expect(matching(`${name}*`, [name, `:${name}`, `${name}x`])).toEqual([name, `${name}x`])
    }),
  )
})
