import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { script } from '../../src/script/script.ts'
import { functionOf, planTasks } from '../../src/script/tasks.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { host, secret } from '../support/hosts.ts'
import { tempDir } from '../support/temp.ts'

const dir = tempDir()
const called = join(dir, 'called')
for (const program of ['ssh', 'nix', 'nix-store', 'rsync', 'nixos-rebuild', 'pass', 'mktemp']) {
  writeFileSync(join(dir, program), `#!/bin/sh\necho "$0 $*" >> ${called}\nexit 1\n`, { mode: 0o755 })
}

function start(about: Host, args: string[], env: Record<string, string> = {}) {
  const path = join(tempDir(), 'deploy')
  writeFileSync(path, script(about))
  chmodSync(path, 0o755)
  const { status, stdout, stderr } = spawnSync(path, args, {
    encoding: 'utf8',
    env: { PATH: `${dir}:${process.env.PATH}`, ...env },
  })
  return { status, stdout, stderr }
}

describe.each(Object.entries(approvedHosts))('%s', (_, about) => {
  test('--dry-run prints each task as it stands in the script, and calls nothing', () => {
    const { known } = planTasks(about)
    const text = script(about)
    const { status, stdout } = start(about, ['--dry-run', ...known])
    const order = known
      .flatMap((task) => planTasks(about).steps.get(task)!)
      .filter((task, at, all) => all.indexOf(task) === at)
    const expected = order.map((task) => {
      const name = functionOf(task, about.extraTasks)
      const from = text.indexOf(`\n${name}() {\n`) + 1
      return text.slice(from, text.indexOf(`\n} # ${name}\n`) + `\n} # ${name}\n`.length)
    })
    expect({ status, stdout }).toEqual({ status: 0, stdout: expected.join('') })
    expect(existsSync(called)).toBe(false)
  })
})

test('--list names the tasks', () => {
  expect(
    start(host(), ['--list'])
      .stdout.split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual([
    'check',
    'deploy-flake',
    'deploy-secrets',
    'rebuild',
    'build-system',
    'activate-system',
    'diff',
    'rollback',
    'generations',
    'status',
    '',
  ])
})

test('--help prints the usage', () => {
  const { status, stdout } = start(host(), ['--help'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Usage: deploy-ahorn [\s\S]*\nLP_REMOTE_USER, [\s\S]*\nExit codes: [\s\S]*\n$/)
})

test.each([
  [['deploy'], {}, 'unknown task or option deploy, see --help'],
  [['--colour'], {}, 'unknown task or option --colour, see --help'],
  [['check', '-x'], {}, 'unknown task or option -x, see --help'],
  [[''], {}, 'unknown task or option , see --help'],
  [['--to'], {}, 'use rollback --to NUMBER, one that the task generations lists'],
  [['rollback', '--to', 'one'], {}, 'use rollback --to NUMBER, one that the task generations lists'],
  [['--to', '1'], {}, 'use rollback --to NUMBER, one that the task generations lists'],
  [['--specialisation'], {}, '--specialisation takes a name'],
  [['--specialisation', '--force'], {}, '--specialisation takes a name'],
  [[], { REBUILD_ACTION: 'x' }, 'REBUILD_ACTION is x: use switch, boot, test, dry-activate, build or dry-build'],
])('%j is refused', (args, env, said) => {
  expect(start(host(), args, env)).toEqual({ status: 2, stdout: '', stderr: `deploy-ahorn: ${said}\n` })
  expect(existsSync(called)).toBe(false)
})

test('without standard tasks it asks which', () => {
  expect(start(host({ tasks: [] }), []).stderr).toBe(
    'deploy-ahorn: which task? lollypops.tasks of ahorn is empty, see --list\n',
  )
})

test.each(['boot', 'dry-activate'])('the action %s as a word runs what no action would', (action) => {
  const plain = start(host(), ['--dry-run']).stdout
  expect(plain).toContain('activate-system() {')
  expect(start(host(), ['--dry-run', action])).toEqual({ status: 0, stdout: plain, stderr: '' })
})

test.each([
  ['dry-activate', false],
  ['build', false],
  ['dry-build', false],
  ['boot', true],
])('%s without a task places secrets: %s', (action, places) => {
  const about = host({ secrets: { files: { one: secret('one') } } })
  expect(start(about, ['--dry-run', action]).stdout.includes('deploy-secrets() {')).toBe(places)
  expect(start(about, ['--dry-run', 'deploy-secrets', action]).stdout).toContain('deploy-secrets() {')
})

test('build as a word activates nothing', () => {
  const { stdout } = start(host(), ['--dry-run', 'build'])
  expect(stdout).toContain('build-system() {')
  expect(stdout).not.toContain('activate-system() {')
})

test('--version', () => expect(start(host(), ['--version']).stdout).toBe('lollypops unbundled\n'))

test('the line for other programs is JSON, and one line', () => {
  const text = script(approvedHosts.hostile!)
  const [, json = ''] = /^# lollypops: (.*)$/m.exec(text)!
  expect(JSON.parse(json)).toEqual({
    version: 1,
    host: 'ahorn',
    address: 'deploy@ahorn',
    system: '',
    tags: [],
    password: false,
    guarded: true,
    tasks: planTasks(approvedHosts.hostile!).known,
    default: ['check', 'deploy-flake', 'deploy-secrets', 'rebuild', 'odd'],
  })
})
