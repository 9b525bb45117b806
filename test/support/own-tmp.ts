import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Host, hostSchema } from '../../src/description/host.ts'
import { script } from '../../src/script/script.ts'
import type { Lab } from './lab.ts'
import { tempDir } from './temp.ts'

export interface Started {
  pid: number
  /** Settles when it has ended and nothing holds its output any more. */
  ended: Promise<number | null>
  stdout(): string
  stderr(): string
  /** Processes here that belong to it, whatever session they are in: an ssh that is shared, too. */
  processes(): { pid: number; command: string }[]
  /** Kills what is left of it. */
  end(): void
}

/**
 * Starts scripts of hosts, each in a process group of its own and with this folder as its /tmp: what they leave there
 * and which processes are theirs is known, even of one that was killed. Needs root.
 */
export function ownTmp(lab: Lab, tmp = tempDir()) {
  const start = (host: Host, args: string[], env: Record<string, string> = {}, input = ''): Started => {
    writeFileSync(join(tmp, `deploy-${host.name}`), script(hostSchema.parse(host)), { mode: 0o755 })
    const child = spawn(
      'unshare',
      ['-m', 'sh', '-c', 'mount --bind "$0" /tmp && cd / && exec "$@"', tmp, `/tmp/deploy-${host.name}`, ...args],
      {
        detached: true, // without a terminal
        env: { ...process.env, USER: 'root', ...lab.env, ...env },
        stdio: 'pipe',
      },
    )
    child.stdin.on('error', () => {}).end(input)
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    const processes = () => seeing(tmp)
    return {
      pid: child.pid!,
      ended: new Promise((resolve) => child.on('close', resolve)),
      stdout: () => stdout,
      stderr: () => stderr,
      processes,
      end() {
        for (const { pid } of processes()) kill(pid)
      },
    }
  }
  return { tmp, start }
}

/** Processes that have this folder as their /tmp. */
function seeing(tmp: string) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const here = readlinkSync('/proc/self/ns/mnt')
  return pids.flatMap((pid) => {
    try {
      if (readlinkSync(`/proc/${pid}/ns/mnt`) === here) return []
      const mounted = readFileSync(`/proc/${pid}/mountinfo`, 'utf8')
        .split('\n')
        .some((line) => {
          const [, , , root, point] = line.split(' ')
          return point === '/tmp' && tmp.endsWith(root!)
        })
      return mounted
        ? [{ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }]
        : []
    } catch {
      return [] // gone by now
    }
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {} // gone by now
}
