import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { script } from '../../src/script/script.ts'
import { host, secret } from '../support/hosts.ts'
import { tempDir } from '../support/temp.ts'

/** What a command prints as it stands in a deploy script, or null where that fails. */
const good: [cmd: string, prints: string][] = [
  ['rbw get here', 'a secret\n'],
  ['echo "A=$(rbw get here)"', 'A=a secret\n'],
  ['printf %s "$(rbw get here | tr a-z A-Z)"', 'A SECRET'],
  ['rbw get here | head -n 1', 'a secret\n'],
  ['cat <<E\nkey = "$(rbw get here)"\nE', 'key = "a secret"\n'],
  ["cat <<'HOST'\n}\nHOST", '}\n'],
  ['x=$(rbw get none) || true\necho "x$x"', 'x\n'],
  ['x=$(rbw get none 2>/dev/null) || x=$(rbw get here)\necho "$x"', 'a secret\n'],
  ['if ! x=$(rbw get none); then x=default; fi\necho "$x"', 'default\n'],
  ['if rbw get none; then echo yes; else echo no; fi', 'no\n'],
  ['[[ $(rbw get none) == x ]] || echo other', 'other\n'],
  ['rbw get none || rbw get here', 'a secret\n'],
  ['echo "$(rbw get none || echo other)"', 'other\n'],
  ['{ echo "$(rbw get none)"; } || true', '\n'],
  ['f() { local x; x=$(rbw get here); echo "$x"; }\nf', 'a secret\n'],
  ['f() { return 3; }\nf || echo "$?"', '3\n'],
  ['while read -r l; do echo "<$l>"; done < <(rbw get here)', '<a secret>\n'],
  ['for n in here here; do rbw get "$n"; done', 'a secret\na secret\n'],
  ['t=$(mktemp)\ntrap \'rm -f "$t"\' EXIT\nrbw get here >"$t"\ncat "$t"', 'a secret\n'],
  ['echo "$(set +e; rbw get none; echo on)"', 'on\n'],
  ['echo "he said \\"hello\nworld\\""', 'he said "hello\nworld"\n'],
  ['echo a \\\n  b', 'a b\n'],
  ['echo "$#"', '0\n'],
  ['bw get x', 'bw get x\n'],
  ['secrets x', 'secrets x\n'],
  ['echo "$secret $stream $name $id"', 'of the user too again 7\n'],
  ['echo x; exit 0; echo y', 'x\n'],
  ['printf "a\\nb\\n" | tee >(sleep 0.1; grep b) >/dev/null\necho x', 'x\nb\n'],
  ['echo a; (sleep 0.1; echo b) &', 'a\nb\n'],
]
const bad = [
  'rbw get none',
  'echo "A=$(rbw get none)"',
  'echo "A=$(rbw get none | tr a b)"',
  'echo "$(echo "$(rbw get none)")"',
  'rbw get none | jq -r .',
  'cat <<E\n$(rbw get none)\nE',
  'export A=$(rbw get none)\necho "$A"',
  'f() { local x=$(rbw get none); echo "x$x"; }\nf',
  'cat <(rbw get none)',
  'for x in $(rbw get none); do echo "$x"; done',
  'echo x; exit 3',
  'die() { echo "$1" >&2; exit 4; }\necho "A=$(rbw get none || die missing)"',
  'echo "$UNKNOWN_VARIABLE"',
  'printf half; false; echo more',
  'echo "`rbw get none`"',
  'a=(x "$(rbw get none)")\necho "${a[@]}"',
  'true && echo "$(rbw get none)"',
  'nonesuch',
  'exec printf "A=%s" "$(rbw get none)"',
  'echo half; kill -TERM $BASHPID; echo more',
  'echo half; kill -INT $BASHPID',
  'echo half; kill -HUP $BASHPID',
  "echo half; sh -c 'kill -INT $PPID'; sleep 0.1",
]

const dir = tempDir()
const env = {
  PATH: `${dir}/bin:${process.env.PATH}`,
  HOME: dir,
  secret: 'of the user',
  stream: 'too',
  name: 'again',
  id: '7',
}
/** Writes the script of a host with these secrets; returns its path. */
function scriptWith(cmds: Record<string, string>, jobs: number): string {
  const files = Object.fromEntries(
    Object.entries(cmds).map(([name, cmd]) => [name, secret(name, { cmd, path: `/${name}` })]),
  )
  const path = join(dir, 'deploy')
  const extraTasks = { bw: { dir: '.', deps: [], desc: '', cmds: ['true'] } }
  writeFileSync(path, script(host({ secrets: { jobs, files }, extraTasks })), { mode: 0o755 })
  return path
}

/** With `cat` in place of the host. */
function sendsOf(cmds: Record<string, string>, jobs: number): { code: number | null; sent: string; stderr: string } {
  const { status, stderr } = spawnSync(scriptWith(cmds, jobs), ['deploy-secrets'], { env, encoding: 'utf8' })
  return { code: status, sent: execFileSync('cat', [join(dir, 'sent')], { encoding: 'latin1' }), stderr }
}

beforeAll(() => {
  mkdirSync(join(dir, 'bin'))
  const program = (name: string, text: string) =>
    writeFileSync(join(dir, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  program('rbw', 'if [ "$2" = here ]; then echo "a secret"; else exit 5; fi')
  program('ssh', `case " $* " in *' bash '*) exec cat >${dir}/sent ;; esac`)
  for (const name of ['bw', 'secrets']) program(name, `echo ${name} "$@"`)
})

for (const jobs of [1, 2]) {
  test(`${jobs} at a time, each prints what it should`, () => {
    const { code, sent, stderr } = sendsOf(Object.fromEntries(good.map(([cmd], k) => [`s${k}`, cmd])), jobs)
    expect(code, stderr).toBe(0)
    const [, key = '', stream = ''] = /\nplace\n([0-9a-f]{32})\n([\s\S]*)$/.exec(sent)!
    const parts = stream.split(new RegExp(`^${key} (.*)\n`, 'm'))
    const of = (path: string) => parts[parts.indexOf(`secret ${path} root users 400`) - 1]
    expect(good.map(([cmd], k) => [cmd, of(`/s${k}`)])).toEqual(good.map(([cmd, prints]) => [cmd, `${prints}\n`]))
    expect(parts).toHaveLength(2 * good.length + 3)
    expect(parts.slice(-2)).toEqual(['# end', ''])
  })
  test.each(bad)(`${jobs} at a time, %j fails`, (cmd) => {
    const { code, sent, stderr } = sendsOf({ a: cmd, b: 'echo b' }, jobs)
    expect(code).toBe(1)
    expect(stderr).toContain('deploy-secrets failed at a ')
    if (cmd.includes('$(rbw')) expect(stderr).not.toContain('Terminated')
    expect(sent).not.toMatch(/ # end\n$/)
  })
  test(`${jobs} at a time, SIGTERM to the script alone sends no end`, async () => {
    rmSync(join(dir, 'pids'), { force: true })
    const cmd = `echo $BASHPID >>${dir}/pids; sleep 1; echo x`
    const child = spawn(scriptWith({ a: cmd, b: cmd, c: cmd }, jobs), ['deploy-secrets'], { env, stdio: 'ignore' })
    await vi.waitUntil(() => existsSync(join(dir, 'pids')), { timeout: 20_000, interval: 20 })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(readFileSync(join(dir, 'sent'), 'utf8')).not.toMatch(/ # end\n$/)
    await vi.waitUntil(() => running().length === 0, { timeout: 20_000, interval: 20 })
  })
}

test('2 at a time, a command that fails ends the other', async () => {
  rmSync(join(dir, 'pids'), { force: true })
  const waiting = `echo $BASHPID >>${dir}/pids; sleep 1000; echo x`
  const failing = `until [[ -s ${dir}/pids ]]; do sleep 0.02; done; exit 3`
  const path = scriptWith({ a: waiting, b: failing }, 2)
  const { status, stderr } = spawnSync(path, ['deploy-secrets'], { env, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('deploy-secrets failed at b ') })
  await vi.waitUntil(() => running().length === 0, { timeout: 20_000, interval: 20 })
})

test('2 at a time, one that is killed before it says how it ended fails', () => {
  const above = 'up() { ps -o ppid= -p "$1"; }; own=$BASHPID; kill -KILL $(up $(up $(up $own)))'
  const { code, stderr } = sendsOf({ a: above, b: 'echo b' }, 2)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('deploy-secrets failed at a ') })
})

/** What runs of the commands that wrote their process down. */
function running(): string[] {
  const pids = readFileSync(join(dir, 'pids'), 'utf8').trim().split('\n')
  return pids.filter((pid) => existsSync(`/proc/${pid}`))
}
