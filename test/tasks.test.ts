import { expect, test } from 'vitest'
import { planTasks } from '../src/tasks.ts'
import { host } from './support/hosts.ts'

const task = (...deps: string[]) => ({ dir: '.', deps, desc: '', cmds: [] })
const steps = (extraTasks: Record<string, ReturnType<typeof task>>, name: string) =>
  planTasks(host({ extraTasks })).steps.get(name)

test('what a task depends on comes first, once', () => {
  expect(steps({ a: task('b', 'c'), b: task('d'), c: task('d'), d: task() }, 'a')).toEqual(['d', 'b', 'c', 'a'])
})
test('a built-in task can be replaced and depend on others', () => {
  expect(steps({ rebuild: task('greet'), greet: task('check') }, 'rebuild')).toEqual(['check', 'greet', 'rebuild'])
})
test('check-vars is the old name of check', () => {
  expect(steps({ greet: task('check-vars') }, 'greet')).toEqual(['check', 'greet'])
  expect(planTasks(host({ tasks: ['check-vars'] })).standard).toEqual(['check'])
})
test('a circle is shown', () => {
  expect(() => steps({ a: task('b'), b: task('c'), c: task('b') }, 'a')).toThrow('these tasks wait for each other: b -> c -> b')
})
