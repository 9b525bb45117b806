import { spawn } from 'node:child_process'
import type { Lab } from './lab.ts'
import type { RunResult } from './run.ts'

export interface StartedScript {
  /** Settles when it has ended and nothing holds its output any more. */
  ended: Promise<Pick<RunResult, 'code' | 'signal' | 'stdout' | 'stderr'>>
  /** Signals it and what it runs, as a terminal does. */
  signal(name: NodeJS.Signals): void
}

/** Starts a script in a process group of its own, against a lab, without waiting for its end. */
export function startScript(
  lab: Lab,
  path: string,
  args: string[],
  env: Record<string, string> = {},
  cwd = '/',
): StartedScript {
  const child = spawn(path, args, {
    cwd,
    detached: true,
    env: { ...process.env, USER: 'root', ...lab.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  return {
    ended: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))),
    signal: (name) => void process.kill(-child.pid!, name),
  }
}
