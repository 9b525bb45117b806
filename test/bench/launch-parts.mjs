import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))
// in memory, as the disk is not what is measured
const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lollypops-bench-'))
process.on('exit', () => rmSync(dir, { recursive: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
const env = {
  ...process.env,
  XDG_STATE_HOME: dir,
  PATH: `${process.env.PATH}${delimiter}${join(project, 'node_modules/.bin')}`,
}
let made = 0

/** `launch` as the sources are now, and which peers there are. */
export function workshop() {
  run(process.execPath, [join(project, 'build.mjs'), join(dir, 'dist')], project)
  const has = (program) => {
    const there = spawnSync('bash', ['-c', 'type "$0"', program], { env }).status === 0
    if (!there) process.stderr.write(`${program} is not on PATH: left out\n`)
    return there
  }
  return { launch: [process.execPath, join(dir, 'dist/launch.cjs')], has }
}

/** An empty place for the logs of launch: it would else remove those of larger runs while it is measured. */
export function freshLogs() {
  env.XDG_STATE_HOME = mkdtempSync(join(dir, 'state-'))
}

/** Paths of that many bash scripts. */
export function makeScripts(count, body) {
  made++
  return Array.from({ length: count }, (_, n) => {
    const path = join(dir, `deploy-${made}-${n}`)
    writeFileSync(path, `#!/usr/bin/env bash\n${body(n)}\n`)
    chmodSync(path, 0o755)
    return path
  })
}

/** For go-task: each script a task, by its number. */
export function taskfile(scripts) {
  const path = join(dir, 'Taskfile.yml')
  const tasks = scripts.map((script, n) => `  '${n}': { silent: true, cmds: ['${script}'] }\n`)
  writeFileSync(path, `version: '3'\ntasks:\n${tasks.join('')}`)
  return path
}

/** Seconds that a command takes whose output nobody reads; throws if it fails. */
export function timed([command, ...args]) {
  const start = performance.now()
  run(command, args, dir)
  return (performance.now() - start) / 1000
}

function run(command, args, cwd) {
  const { status, error, stderr } = spawnSync(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: Infinity,
  })
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}: ${stderr}`)
}

/** A process whose output comes to us. */
export function start([command, ...args], stdio) {
  return spawn(command, args, { cwd: dir, env, stdio })
}

/** MB of resident memory at the peak of a command whose output `reader`, in bash, reads. */
export async function peak(words, reader) {
  const sh = start(
    ['bash', '-c', `"$@" 2>/dev/null > >(${reader}) & echo $!; wait $!`, 'bash', ...words],
    ['ignore', 'pipe', 'ignore'],
  )
  let pid = ''
  let most = 0
  sh.stdout.on('data', (text) => (pid += text))
  const ended = new Promise((resolve) => sh.once('close', resolve))
  const look = setInterval(() => {
    try {
      const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid.trim()}/status`, 'utf8')) ?? []
      most = Math.max(most, Number(kb ?? 0) / 1000)
    } catch {
      // not begun, or ended
    }
  }, 10)
  await ended
  clearInterval(look)
  return most
}
