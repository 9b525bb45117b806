import { expect, test } from 'vitest'
import { passwords } from '../../src/launch/run/password.ts'
import { header, Launch, scripts } from './support.ts'

const ASKS = `${header('x', ['check'], { password: true })}
IFS= read -r password
echo "got $password"
tr '\\0' '\\n' < /proc/$PPID/environ | grep -c "$password" | sed 's/^/in the environment: /'
cat`
const onTerminal = (command: string) => ({
  shell: `LAUNCH=$(printf '%q ' "$@") SHELL=$BASH exec script --quiet --command "$COMMAND" /dev/null`,
  env: { COMMAND: command },
})

test('without a terminal, it is the first line of standard input, for each script that asks', async () => {
  const running = new Launch(scripts({ ahorn: ASKS, birke: ASKS, esche: 'cat; echo closed' }), {
    shell: 'exec setsid --wait "$@"',
  })
  running.child.stdin!.end(' se cret\nmore\n')
  const { stdout, code } = await running.end()
  expect(
    stdout
      .toString()
      .split('\n')
      .filter((line) => /got|closed|environment/.test(line))
      .sort(),
  ).toEqual([
    '[ahorn] got  se cret',
    '[ahorn] in the environment: 0',
    '[birke] got  se cret',
    '[birke] in the environment: 0',
    '[esche] closed',
  ])
  expect(code).toBe(0)
})

test('without a terminal, and with none on standard input, only the scripts that ask fail', async () => {
  const [ahorn, birke] = scripts({ ahorn: ASKS, birke: 'echo ran' })
  const running = new Launch(['-', ahorn!], { shell: 'exec setsid --wait "$@"' })
  running.child.stdin!.end(`${birke}\n`)
  const { text, code } = await running.end()
  expect(code).toBe(1)
  expect(text).toContain('[birke] ran\n')
  expect(text).toContain(
    'it wants a password for sudo, and there is neither a terminal to ask on nor one on standard input\n',
  )
})

test('one that no script can read is not shown', async () => {
  const running = new Launch(scripts({ ahorn: ASKS }), { shell: 'exec setsid --wait "$@"' })
  running.child.stdin!.end('geheim\0\n')
  const { text, stderr, code } = await running.end()
  expect(code).toBe(1)
  expect(text + stderr).not.toContain('geheim')
})

test('on a terminal it is asked for once, and not shown', async () => {
  const running = new Launch(scripts({ ahorn: ASKS, birke: ASKS }), onTerminal('eval "$LAUNCH"'))
  await running.says('Password for sudo on the hosts that ask for one: ')
  running.child.stdin!.write('geheim\n')
  const { text } = await running.end()
  expect(text.match(/Password/g)).toHaveLength(1)
  expect(text.match(/geheim/g)).toHaveLength(2)
})

test('--ask-sudo-password asks for each host', async () => {
  const running = new Launch(
    ['--ask-sudo-password', ...scripts({ ahorn: ASKS, birke: ASKS })],
    onTerminal('eval "$LAUNCH"'),
  )
  await running.says('Password for sudo on ')
  running.child.stdin!.write('one\n')
  await running.until(() => (running.text.match(/Password for sudo on (ahorn|birke): /g) ?? []).length === 2)
  running.child.stdin!.write('two\n')
  const { text } = await running.end()
  expect(text).toMatch(/got one/)
  expect(text).toMatch(/got two/)
})

test('Ctrl-C at the prompt starts nothing', async () => {
  const running = new Launch(scripts({ ahorn: ASKS, birke: ASKS }), onTerminal('eval "$LAUNCH"; echo "ended by $?"'))
  await running.says('Password for sudo')
  running.child.stdin!.write('\x03')
  const { text } = await running.end()
  expect(text).toContain('ended by 130')
  expect(text).not.toContain('got')
})

test('nobody is asked by --dry-run', async () => {
  const { text } = await new Launch(['--dry-run', ...scripts({ ahorn: `echo "$@"; cat; exit\n${ASKS}` })]).end()
  expect(text).toContain('[ahorn] --dry-run')
})

test('an answer is kept, for all or for its host', async () => {
  const asked: string[] = []
  const ask = (prompt: string) => `${asked.push(prompt)}\n`
  const once = passwords(false, ask)
  expect([await once('a'), await once('b')]).toEqual(['1\n', '1\n'])
  const each = passwords(true, ask)
  expect([await each('a'), await each('b'), await each('a')]).toEqual(['2\n', '3\n', '2\n'])
})
