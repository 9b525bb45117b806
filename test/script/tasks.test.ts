import { expect, test } from 'vitest'
import { script } from '../../src/script/script.ts'
import { planTasks } from '../../src/script/tasks.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { host } from '../support/hosts.ts'

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
  expect(() => steps({ a: task('b'), b: task('c'), c: task('b') }, 'a')).toThrow(
    'these tasks wait for each other: b -> c -> b',
  )
})

test('no task can be called like what the script itself calls', () => {
  for (const [name, about] of Object.entries(approvedHosts)) {
    if (name === 'hostile') continue // its strings look like commands to what follows
    const own = script({ ...about, extraTasks: {}, tasks: [], secrets: { ...about.secrets, files: {} } })
    const local = own
      .replace(/<<'(HOST|SSH)'[^]*?\n\1$/gm, '')
      .replace(/(?<=^|\s)#.*|'[^']*'|"[^"]*"|\(\(.*?\)\)|@\(.*?\)/gm, '')
    const words = [
      ...local.matchAll(/(?:^|[|;&({!]|\$\(|\bthen|\bdo|\belse)\s*([a-z][\w-]*)(?=\s|$)(?!\s*\|[^|])/gm),
    ].map((match) => match[1]!)
    const functions = [...local.matchAll(/^([a-z-]+)\(\) \{$/gm)].map((match) => match[1]!)
    for (const name of new Set([...words, ...functions])) {
      if (planTasks(about).known.includes(name)) continue
      expect(() => planTasks(host({ extraTasks: { [name]: task() } })), name).toThrow(
        'the script needs this name itself',
      )
    }
  }
})
