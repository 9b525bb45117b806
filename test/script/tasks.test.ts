import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { script } from '../../src/script/script.ts'
import { functionOf, planTasks } from '../../src/script/tasks.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { findings } from '../support/check-script.ts'
import { host } from '../support/hosts.ts'
import { tempDir } from '../support/temp.ts'

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

test('a task called like anything that the script calls has a function of another name', () => {
  for (const about of Object.values(approvedHosts)) {
    if (about === approvedHosts.hostile) continue // its strings look like commands to what follows
    const own = script({ ...about, extraTasks: {}, tasks: [], secrets: { ...about.secrets, files: {} } })
    const local = own
      .replaceAll('\\\n', '')
      .replace(/<<'([A-Z]+)'[\s\S]*?\n\1$/gm, '')
      .replace(/(?<=^|\s)#.*|\$'(?:\\.|[^'\\])*'|'[^']*'|"[^"]*"|\(\(.*?\)\)|@\(.*?\)/gm, '')
    const words = [
      ...local.matchAll(/(?:^|[|;&({!]|\$\(|\bthen|\bdo|\belse)\s*([a-z][\w-]*)(?=\s|$)(?!\s*\|[^|])/gm),
    ].map((match) => match[1]!)
    const functions = [...local.matchAll(/^([a-z-]+)\(\) \{$/gm)].map((match) => match[1]!)
    for (const name of new Set([...words, ...functions])) {
      if (planTasks(about).known.includes(name)) continue
      expect(functionOf(name, { [name]: task() })).toBe(`task-${name}`)
    }
  }
})

test.each([
  'if',
  'cd',
  'ssh',
  'main',
  'guard',
  'build',
  'deploy',
  'a',
  'backup',
  'rebuild.debug',
  'check',
  'activate-system',
  'deploy-ahorn',
  'all',
])('a task can be called %s', (name) => {
  const text = script(host({ extraTasks: { [name]: { ...task(), cmds: ['echo hello'] }, [`${name}-db`]: task(name) } }))
  expect(findings(text)).toBe('')
  const path = join(tempDir(), 'deploy-ahorn')
  writeFileSync(path, text, { mode: 0o755 })
  const { status, stdout } = spawnSync(path, [`${name}-db`], { encoding: 'utf8' })
  expect({ status, stdout: stdout.split('\n').slice(1, 2) }).toEqual({ status: 0, stdout: ['hello'] })
})
