import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempDir } from '../support/temp.ts'
import { builds, fails, fakeNix, host } from './fake-nix.ts'
import { executable, header, Launch, launch, launchFile, scripts } from './support.ts'

const SAYS = { ahorn: 'echo "ran $*"' }
const onTerminal = (command: string) => ({
  shell: `LAUNCH=$(printf '%q ' "$@") SHELL=$BASH exec script --quiet --command "$COMMAND" /dev/null`,
  env: { COMMAND: command },
})

describe('words for the scripts', () => {
  test.each([
    [['--force', '--wait', '--new', '-nv'], 'ran --dry-run --force --wait --new --verbose'],
    [['boot'], 'ran boot'],
    [['--to', '42'], 'ran --to 42'],
    [['--specialisation', 'fast', '--install-bootloader'], 'ran --install-bootloader --specialisation fast'],
  ])('%j', async (words, said) => {
    expect((await launch([...scripts(SAYS), ...words])).text).toBe(`[ahorn] ${said}\n`)
  })

  test('tasks before the action, and the action again in what deploys again or by hand', async () => {
    const [path] = scripts({ ahorn: 'echo "ran $*"; exit 1' })
    const { text, stderr } = await launch([`${path}:check,rebuild`, 'dry-activate'])
    expect(text).toBe('[ahorn] ran check rebuild dry-activate\n')
    expect(stderr).toContain(`again: launch ${path}:check,rebuild dry-activate\n`)
    expect(stderr).toContain(`by hand: ${path} check rebuild dry-activate\n`)
  })

  test('variables', async () => {
    const [path] = scripts({ ahorn: 'echo "$LP_REMOTE_HOST|$LP_REMOTE_USER|$LP_X"' })
    const env = { LP_X: 'y' }
    const { text } = await launch([path!, '--target-host', 'me@10.0.0.1', '--skip-unreachable'], { env })
    expect(text).toBe('[ahorn] 10.0.0.1|me|y\n')
    expect((await launch([path!], { env })).text).toBe('[ahorn] ||y\n')
    const two = await launch([path!, ...scripts({ birke: ':' }), '--target-host', 'x'])
    expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining('--target-host would send all 2 hosts to x') })
  })
})

describe('a host that does not answer, exit code 20,', () => {
  test.each([
    [[], { mayBeOffline: true }, 'offline'],
    [['--skip-unreachable'], {}, 'offline'],
    [[], {}, 'failed'],
  ])('with %j, header %j: %s', async (options, more, outcome) => {
    const silent = scripts({ ahorn: `${header('ahorn', ['check'], more)}\nexit 20`, birke: ':' })
    const { code, stderr } = await launch([...silent, ...options])
    expect(stderr).toMatch(new RegExp(`^ahorn +${outcome} .* 20 `, 'm'))
    expect(code).toBe(outcome === 'failed' ? 1 : 0)
    if (outcome === 'offline') expect(stderr).not.toMatch(/again|ahorn failed/)
  })
})

test('--on and --limit are targets', async () => {
  const nix = fakeNix({
    ahorn: host('ahorn', 'web', 'echo ran', ['prod']),
    birke: host('birke', 'mail', 'echo ran'),
    esche: host('esche', 'mail', 'echo ran'),
  })
  const { text } = await launch(['--on', '@prod,birke', '-p', '10'], nix)
  expect(text.split('\n').sort()).toEqual(['', '[ahorn] ran', '[birke] ran'])
})

describe('--confirm', () => {
  const body = `${header('x', ['check', 'diff'])}\necho "ran $*" | tee -a "$0.log"`
  const asked = async (answer: string) => {
    const running = new Launch(
      ['-i', ...scripts({ ahorn: body, birke: body })],
      onTerminal('eval "$LAUNCH"; echo code $?'),
    )
    await running.says('Deploy ahorn, birke? [y/N] ')
    running.child.stdin!.write(`${answer}\n`)
    return (await running.end()).text.replaceAll(/\x1b\[[\d;]*[mK]/g, '')
  }

  test('one diff per host, one question, then all', async () => {
    const text = await asked('y')
    const ran = [...text.matchAll(/\[(\w+)(?::\w+)?\] +ran( diff)?\s/g)].map(([, host, diff]) => host! + (diff ?? ''))
    expect(ran.slice(0, 2).sort()).toEqual(['ahorn diff', 'birke diff'])
    expect(ran.slice(2).sort()).toEqual(['ahorn', 'birke'])
    expect(text).toContain('code 0')
  })

  test('any other answer deploys nothing', async () => {
    const text = await asked('')
    expect(text).toContain('launch: nothing was deployed')
    expect(text).toContain('code 1')
    expect(text.match(/ran/g)).toHaveLength(2)
  })

  test('needs a terminal', async () => {
    const paths = scripts({ ahorn: body, birke: body })
    expect(await launch(['--confirm', ...paths], { shell: 'exec setsid --wait "$@"' })).toMatchObject({
      code: 2,
      text: '',
      stderr: 'launch: --confirm asks on the terminal, and there is none: leave it out\n',
    })
  })
})

describe('one host and a terminal', () => {
  test('its script has the terminal', async () => {
    const [path] = scripts({
      ahorn: '[[ -t 0 && -t 1 && -t 2 ]] && read -rp "name? " name </dev/tty; echo "<$name> $*"; exit 7',
    })
    const running = new Launch([path!, '--confirm', 'boot'], onTerminal('eval "$LAUNCH"; echo code $?'))
    await running.says('name? ')
    running.child.stdin!.write('me\n')
    const { text } = await running.end()
    expect(text).toContain('<me> --confirm boot\r\n')
    expect(text).toContain('code 1')
    expect(text).not.toContain('HOST')
  })

  test('a Ctrl-C is for the script, and launch waits for its end', async () => {
    const [path] = scripts({ ahorn: `trap 'sleep 0.5; echo cleaned; exit 130' INT; echo ready; sleep 600 & wait` })
    const running = new Launch([path!], onTerminal('eval "$LAUNCH"; echo code $?'))
    await running.says('ready')
    running.child.stdin!.write('\x03')
    const { text, alive } = await running.end()
    expect(text).toMatch(/cleaned[\s\S]*code 130/)
    expect(alive.filter((line) => !line.startsWith('sleep'))).toEqual([])
  })

  test('not with an option of output', async () => {
    const running = new Launch([...scripts({ ahorn: 'echo hello' }), '--timestamps'], onTerminal('eval "$LAUNCH"'))
    expect((await running.end()).text).toMatch(/\d\d:\d\d:\d\d .*ahorn.* hello/)
  })
})

describe('a wrong option of Nix', () => {
  test('is not taken for a missing flake', async () => {
    const { code, stderr } = await launch(['ahorn', '--', '--nope'], fakeNix({}, fails("unrecognised flag '--nope'")))
    expect(code).toBe(2)
    expect(stderr).toContain('what follows -- has to be options of Nix')
    expect(stderr).not.toContain('in a flake')
  })
})

test('hosts are evaluated together, and one that breaks alone', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `h${i}`)
  const hosts = Object.fromEntries(names.map((name) => [name, name === 'h7' ? {} : host(name, 'web', 'echo ran')]))
  const nix = fakeNix(hosts)
  const { text } = await launch(['--list', '--eval-jobs', '2'], nix)
  expect(text.match(/^h\d+/gm)).toHaveLength(20)
  expect(text).toContain('does not evaluate: attribute of h7 missing')
  expect(nix.calls()).toHaveLength(4) // names, twice ten hosts, the broken one
  expect(builds(nix)).toEqual([])
})

test('scripts are evaluated together, and each built from what came of that', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `h${i}`)
  const hosts = Object.fromEntries(names.map((name) => [name, host(name, 'web', 'echo ran')]))
  const nix = fakeNix({ ...hosts, h7: host('h7', 'web') })
  const { code, text } = await launch(['all', '--eval-jobs', '2'], nix)
  expect(code).toBe(1)
  expect(text.match(/ran$/gm)).toHaveLength(19)
  expect(text).toContain('[h7:build] error: no script for h7\n')
  expect(nix.lines().filter((line) => line.startsWith('eval') && line.includes('launch.drvs'))).toHaveLength(2)
  expect(nix.lines().filter((line) => line.endsWith('.drv^out'))).toHaveLength(19)
})

describe('completion', () => {
  const names = {
    ahorn: host('ahorn', 'web', ':', ['prod']),
    birke: host('birke', 'mail', ':'),
    '$(id)': host('$(id)', 'x', ':'),
  }

  test('--complete: hosts, groups, tags and tasks, and nothing that a shell expands', async () => {
    const words = (await launch(['--complete'], fakeNix(names))).text.trim().split('\n')
    expect(words).toEqual(expect.arrayContaining(['all', 'ahorn', 'web', 'mail', '@prod', 'check', 'backup']))
    expect(words.join()).not.toContain('$')
  })

  test.each([
    ['launch ah', 'ahorn'],
    ['launch ahorn:bac', 'backup'],
    ['launch ahorn:check,bac', 'backup'],
    ['launch --skip', '--skip-unreachable'],
    ['launch --output qu', 'quiet'],
    ['launch --completion f', 'fish'],
  ])('bash: %s', async (line, expected) => {
    const file = join(tempDir(), 'completion')
    writeFileSync(file, (await launch(['--completion', 'bash'])).text)
    const bin = tempDir()
    executable(join(bin, 'launch'), `exec ${process.execPath} ${launchFile} "$@"`)
    const words = line.split(/ |(:)/).filter(Boolean)
    const script = `. ${file}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _launch; echo "\${COMPREPLY[@]}"`
    const PATH = [bin, fakeNix(names).env.PATH].join(delimiter)
    expect(execFileSync('bash', ['-c', script], { env: { ...process.env, PATH }, encoding: 'utf8' }).trim()).toBe(
      expected,
    )
  })

  test('zsh and fish name every option', async () => {
    for (const shell of ['zsh', 'fish'])
      expect((await launch(['--completion', shell])).text).toMatch(/skip-unreachable[\s\S]*timestamps/)
  })
})
