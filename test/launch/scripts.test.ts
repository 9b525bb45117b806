import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findScript, scriptName } from '../../src/launch/choose/targets.ts'

const folder = mkdtempSync(join(tmpdir(), 'scripts-'))
afterAll(() => rmSync(folder, { recursive: true }))

function script(name: string, mode = 0o755): string {
  writeFileSync(join(folder, name), '')
  chmodSync(join(folder, name), mode)
  return join(folder, name)
}

test.each([
  ['/nix/store/0c6dzs1ml0iz0hm3b4bqbjrgzi0l2sdx-deploy-ahorn', 'ahorn'],
  ['/nix/store/0c6dzs1ml0iz0hm3b4bqbjrgzi0l2sdx-deploy-a.b', 'a.b'],
  ['/x/deploy-web-1', 'web-1'],
  ['/x/other', 'result-a'],
  ['/x/deploy-', 'result-a'],
])('%s, called result-a, is %s', (target, name) => expect(scriptName(target, '/y/result-a')).toBe(name))

describe('finds', () => {
  test('a link by the name of what it leads to', () => {
    symlinkSync(script('deploy-birke'), join(folder, 'result'))
    expect(findScript(join(folder, 'result'))).toMatchObject({
      name: 'birke',
      path: join(folder, 'deploy-birke'),
      tasks: [],
    })
  })

  test('tasks behind it', () => {
    const path = script('deploy-ahorn')
    expect(findScript(`${path}:check,rebuild`)).toMatchObject({
      word: path,
      name: 'ahorn',
      tasks: ['check', 'rebuild'],
    })
  })

  test('a colon in its name', () => expect(findScript(script('a:b'))).toMatchObject({ name: 'a:b', tasks: [] }))
})

describe('refuses', () => {
  test('what is not there', () => expect(() => findScript('./nowhere:x')).toThrow('./nowhere: there is no such script'))
  test('a folder', () => {
    mkdirSync(join(folder, 'd'))
    expect(() => findScript(join(folder, 'd'))).toThrow('is not a file')
  })
  test('what cannot be run', () => expect(() => findScript(script('text', 0o644))).toThrow('is not executable'))
  test('a task that is none', () => {
    const path = script('s')
    expect(() => findScript(`${path}:--help`)).toThrow(`${path}:--help is no target: write ${path}:task`)
    expect(() => findScript(`${path}:`)).toThrow(`${path}: is no target: write ${path}:task`)
  })
})
