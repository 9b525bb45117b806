import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { run } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'

const program = fileURLToPath(new URL('../../nix/check-script.sh', import.meta.url))

/** Checks files of these texts, without their first lines: of fragments the name of an option, else #!. */
async function check(least: string, texts: Record<string, string>) {
  const cwd = tempDir()
  const all = { 'deploy-ahorn': 'true', skeleton: 'true', ...texts }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    const first = name.startsWith('fragments/') ? `# option.of.${name.slice(10, -3)}` : '#!/usr/bin/env bash'
    writeFileSync(join(cwd, name), `${first}\n${text}\n`)
  }
  const args = [program, least, 'deploy-ahorn', 'skeleton', 'programs']
  const { code, stdout, stderr } = await run('bash', args, { cwd, env: { LC_ALL: 'C.UTF-8' } })
  return [code, stdout + stderr]
}

const error = 'printf %s $@'
const warning = 'local=$missing; printf %s "$local"'
const note = 'cat $FILE'
const why = (level: string) => `${level}: .*\\[SC\\d+\\]\\n {2}\\| .*\\n`
const advice = 'lollypops: fix what shellcheck finds there, .*\\n'

needs('shellcheck')('nix/check-script.sh', () => {
  test('says nothing without findings', async () => {
    expect(await check('style', { 'fragments/001.sh': 'echo "$1"', 'programs/guard.sh': 'echo "$1"' })).toEqual([0, ''])
  })

  test('says nothing where nobody has commands', async () => {
    expect(await check('style', {})).toEqual([0, ''])
  })

  test('shows each finding once, with its option and its line there, and at the end what to do', async () => {
    const fragments = { 'fragments/001.sh': 'echo\n  cat $FILE', 'fragments/002.sh': 'echo ü; echo $1' }
    expect(await check('style', fragments)).toEqual([
      1,
      `\
option.of.001:2: note: Double quote to prevent globbing and word splitting. [SC2086]
  | cat $FILE
option.of.002:1: note: Double quote to prevent globbing and word splitting. [SC2086]
  | echo ü; echo $1
lollypops: fix what shellcheck finds there, or put "# shellcheck disable=SC…" above the line; lollypops.shellcheck says what fails.
`,
    ])
  })

  test.each([
    ['error', error, 1, why('error') + advice],
    ['error', warning, 0, why('warning')],
    ['error', note, 0, why('note')],
    ['warning', error, 1, why('error') + advice],
    ['warning', warning, 1, why('warning') + advice],
    ['warning', note, 0, why('note')],
    ['style', warning, 1, why('warning') + advice],
    ['style', note, 1, why('note') + advice],
    ['off', error, 0, ''],
    ['off', note, 0, ''],
  ])('%s: of %s', async (least, text, code, said) => {
    const [ended, output] = await check(least, { 'fragments/001.sh': text })
    expect(output).toMatch(new RegExp(`^${said && `option\\.of\\.001:1: ${said}`}$`))
    expect(ended).toBe(code)
  })

  test('shows last what fails', async () => {
    const [, said] = await check('warning', { 'fragments/001.sh': error, 'fragments/002.sh': note })
    expect(said).toMatch(/option\.of\.002:1: note: [\s\S]*option\.of\.001:1: error: /)
  })

  test.each(['echo geheim', "printf '%s' 'ge$heim'", 'printf %s "one\ntwo"', '\n  echo PSK="a b"\n'])(
    'warns of a secret in clear text: %j',
    async (text) => {
      const said = await check('off', { 'fragments/secrets.files.wifi.cmd.sh': text })
      expect(said).toEqual([
        0,
        expect.stringMatching(/^option\.of\.secrets\.files\.wifi\.cmd: warning: .*Nix store.*\n$/),
      ])
    },
  )

  test.each([
    'echo "A=$(rbw get k)"',
    'printf %s "$TOKEN"',
    'echo a | age --decrypt',
    'echo user\ncat password',
    'echo `id`',
    'pass show echo',
    'cat <<<a',
  ])('takes %j for a command that prints a secret', async (text) => {
    expect(await check('off', { 'fragments/secrets.files.wifi.cmd.sh': text })).toEqual([0, ''])
  })

  test('takes no exception for what is ours, whatever the option says', async () => {
    for (const ours of ['skeleton', 'programs/guard.sh']) {
      const [code, said] = await check('off', { [ours]: note })
      expect([code, said]).toEqual([1, expect.stringMatching(/2:5: note: .*\nlollypops: .* report it\.\n$/)])
    }
  })

  test('shows what bash cannot read', async () => {
    const [code, said] = await check('off', { 'deploy-ahorn': "cat 'a" })
    expect([code, said]).toEqual([1, expect.stringMatching(/^deploy-ahorn: line 2: unexpected EOF [\s\S]*report it/)])
  })

  test('cuts a line of any length', async () => {
    const [, said] = await check('style', { 'fragments/001.sh': `echo $x ${'ü'.repeat(5000)}` })
    expect(said).toContain(`\n  | echo $x ${'ü'.repeat(152)}\n`)
  })
})
