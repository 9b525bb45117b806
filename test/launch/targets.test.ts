import { describe, expect, test } from 'vitest'
import { needsGroups, splitTarget, toJobs } from '../../src/launch/targets.ts'

const groups = new Map([['web', ['ahorn', 'porree']], ['ahorn', ['birke']]])
const fleet = { names: ['ahorn', 'birke', 'porree', 'a.b'], groups }
const brief = (words: string[]) => toJobs(words, fleet).map(({ label, tasks }) => [label, ...tasks].join(' '))
const script = (word: string, name: string, tasks: string[] = []) => ({ word, path: `/p/${word}`, name, tasks })

describe('a target', () => {
  test.each([
    ['ahorn', { name: 'ahorn', tasks: [] }],
    ['ahorn:rebuild', { name: 'ahorn', tasks: ['rebuild'] }],
    ['ahorn:check,rebuild', { name: 'ahorn', tasks: ['check', 'rebuild'] }],
    ['all:db:dump', { name: 'all', tasks: ['db:dump'] }],
  ])('%s', (word, target) => expect(splitTarget(word)).toEqual(target))

  test.each(['ahorn:', ':check', 'ahorn:a,,b', 'ahorn:--help', 'ahorn:a b', 'ahorn:a,', 'ahorn:a\nb'])('not %j', (word) => {
    expect(() => splitTarget(word)).toThrow('is no target')
  })

  test('that is none is named, and how to write it', () => {
    expect(() => splitTarget('ahorn:')).toThrow('ahorn: is no target: write ahorn:task or ahorn:task1,task2')
    expect(() => splitTarget(':check')).toThrow(":check is no target: write host:task or host:task1,task2")
  })
})

describe('jobs', () => {
  test.each([
    [['ahorn'], ['ahorn']],
    [['porree', 'ahorn:check'], ['porree', 'ahorn check']],
    [['web:check'], ['ahorn check', 'porree check']],
    [['all'], ['ahorn', 'birke', 'porree', 'a.b']],
    [['a.b:check,rebuild'], ['a.b check rebuild']],
  ])('%j', (words, jobs) => expect(brief(words)).toEqual(jobs))

  test('a host wins over a group of its name', () => expect(brief(['ahorn'])).toEqual(['ahorn']))

  test.each([
    [['ahorn:check', 'ahorn:rebuild'], ['ahorn check rebuild']],
    [['ahorn:b', 'birke', 'ahorn:a,b'], ['ahorn b a', 'birke']],
    [['ahorn:check', 'web'], ['ahorn', 'porree']],
    [['all', 'ahorn:check'], ['ahorn', 'birke', 'porree', 'a.b']],
  ])('a host twice is one job: %j', (words, jobs) => expect(brief(words)).toEqual(jobs))

  test('only all may leave a host out', () => {
    const optional = (words: string[]) => toJobs(words, fleet).filter((job) => job.optional).map((job) => job.label)
    expect(optional(['all'])).toEqual(['ahorn', 'birke', 'porree', 'a.b'])
    expect(optional(['all', 'birke'])).toEqual(['ahorn', 'porree', 'a.b'])
    expect(optional(['web'])).toEqual([])
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
    ['zzzzzzzz', /called zzzzzzzz: launch --list/],
    ['__proto__', /called __proto__/],
    ['$(id)', /called \$'\$\(id\)'/],
  ])('%s', (word, message) => expect(() => toJobs([word], fleet)).toThrow(message))
})

test('groups are asked for only when a word is neither a host nor all', () => {
  expect(needsGroups(['ahorn', 'all:check', 'a.b:x'], fleet.names)).toBe(false)
  expect(needsGroups(['ahorn', 'web'], fleet.names)).toBe(true)
})
