import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../lab/lab', import.meta.url))

/**
 * A lab host until this process ends.
 * `sh` runs bash text here, where a plain `ssh NAME` leads to it, and returns what it printed; `dir` is in memory.
 */
export async function labHost(name) {
  const lab = (...args) =>
    execFileSync(script, args.map(String), { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
  const env = { ...process.env }
  try {
    env.LAB_ID = lab('claim', process.pid)
  } catch {
    process.exit(1) // it has said why
  }
  const dir = mkdtempSync('/dev/shm/lollypops-bench-')
  process.on('exit', () => {
    rmSync(dir, { recursive: true })
    lab('down')
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

  process.stderr.write('bringing a host up\n')
  lab('up', 1)
  lab('name', 'h1', name)

  const of = lab('dir')
  const here = { ...process.env, PATH: `${join(of, 'bin')}:${process.env.PATH}`, HOME: join(of, 'home'), USER: 'root' }
  const sh = (text) =>
    execFileSync('bash', ['-euo', 'pipefail', '-c', text], {
      env: here,
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  return { name, dir, sh, lag: (milliseconds) => lab('lag', name, milliseconds) }
}
