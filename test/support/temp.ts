import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killProcessesOf } from './leftovers.ts'

const prefix = 'lollypops-test-'

/** A folder for this run of vitest, below which everything temporary lies; its name tells the process that owns it. */
export function makeRunDir(): string {
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
}

/** A new empty folder, removed at the end of the run. Short, so that sockets fit in it. */
export function tempDir(): string {
  return mkdtempSync(join(process.env.LOLLYPOPS_TEST_DIR ?? tmpdir(), 't'))
}

/** Removes what runs left that were killed: folders and processes. */
export function removeDeadRuns(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) && Number(name.slice(prefix.length).split('-')[0])
    if (!pid || alive(pid)) continue
    killProcessesOf(join(tmpdir(), name))
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
