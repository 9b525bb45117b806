import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { script } from '../../src/script/script.ts'
import { planTasks } from '../../src/script/tasks.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { host } from '../support/hosts.ts'
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
      .filter((task, at, all) => all.indexOf(task) === at || all[at - 1] === 'rollback')
    const expected = order.map((task) =>
      text.slice(text.indexOf(`\n# ${task}: `) + 1, text.indexOf(`\n} # ${task}\n`) + `\n} # ${task}\n`.length),
    )
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
    'status',
    '',
  ])
})

test('--help prints the usage', () => {
  const { status, stdout } = start(host(), ['--help'])
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Usage: deploy-ahorn [^]*\nFrom the environment, for one run:\n[^]*LP_REMOTE_SSH_OPTS/)
})

test.each([
  [
    ['deploy'],
    {},
    'unknown task deploy, there are check, deploy-flake, deploy-secrets, rebuild, build-system, activate-system, diff, rollback, status',
  ],
  [['--colour'], {}, 'unknown option --colour, see --help'],
  [['check', '-x'], {}, 'unknown option -x, see --help'],
  [
    [''],
    {},
    'unknown task , there are check, deploy-flake, deploy-secrets, rebuild, build-system, activate-system, diff, rollback, status',
  ],
  [[], { REBUILD_ACTION: 'x' }, 'REBUILD_ACTION is x, it can be switch, boot, test, dry-activate, build or dry-build'],
])('%j is refused', (args, env, said) => {
  expect(start(host(), args, env)).toEqual({ status: 2, stdout: '', stderr: `deploy-ahorn: ${said}\n` })
  expect(existsSync(called)).toBe(false)
})

test('without standard tasks it asks which', () => {
  expect(start(host({ tasks: [] }), []).stderr).toBe(
    'deploy-ahorn: which task? lollypops.tasks of ahorn is empty, there are check, deploy-flake, deploy-secrets, rebuild, build-system, activate-system, diff, rollback, status\n',
  )
})

test('--dry-run says where LP_REMOTE_* would lead', () => {
  const { stdout } = start(host(), ['--dry-run', 'rebuild'], { LP_REMOTE_USER: 'me', LP_REMOTE_HOST: '10.0.0.7' })
  expect(stdout).toMatch(/^# ssh goes to me@10\.0\.0\.7, by LP_REMOTE_\*\n# build-system: /)
})
