import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { run } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'

const program = fileURLToPath(new URL('../../nix/check-script.sh', import.meta.url))

async function check(text: string) {
  const cwd = tempDir()
  writeFileSync(join(cwd, 'deploy-ahorn'), `#!/usr/bin/env bash\n${text}\n`)
  const { code, stdout, stderr } = await run('bash', [program, 'deploy-ahorn'], { cwd, env: { LC_ALL: 'C.UTF-8' } })
  return [code, stdout + stderr]
}

needs('shellcheck')('nix/check-script.sh', () => {
  test('says nothing of a script without findings', async () => {
    expect(await check('echo "$1"')).toEqual([0, ''])
  })

  test('shows each finding of shellcheck, its line, and at the end what to do', async () => {
    expect(await check('  cat $FILE\necho ü\nexit $1')).toEqual([
      1,
      `\
deploy-ahorn:2:7: note: Double quote to prevent globbing and word splitting. [SC2086]
  | cat $FILE
deploy-ahorn:4:6: note: Double quote to prevent globbing and word splitting. [SC2086]
  | exit $1
lollypops: shellcheck objects to these lines of deploy-ahorn: mend your cmd, or put "# shellcheck disable=SC…" above it in lollypops.secrets or extraTasks.
`,
    ])
  })

  test('shows the line that bash cannot read', async () => {
    const [code, said] = await check("echo\n\tcat \x1b 'a")
    expect(code).toBe(1)
    expect(said).toMatch(/^deploy-ahorn: line 3: unexpected EOF .*\n {2}\| cat {3}'a\n/)
    expect(said).toMatch(/\nlollypops: bash cannot read these lines of deploy-ahorn: mend the cmd in .*\n$/)
  })

  test('cuts a line of any length', async () => {
    const [, said] = await check(`echo $x ${'ü'.repeat(5000)}`)
    expect(said).toContain(`\n  | echo $x ${'ü'.repeat(152)}\n`)
  })
})
