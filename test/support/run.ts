import { spawn } from 'node:child_process'

export interface RunOptions {
  cwd?: string
  /** Added to the environment of this process; undefined removes a variable. */
  env?: Record<string, string | undefined>
  input?: string | Uint8Array
  /** Milliseconds after which the whole process group is killed. Default: 120000. */
  timeout?: number
}

export interface RunResult {
  /** Exit code, or null when a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  bytes: Buffer
}

/** Runs a command in a process group of its own and waits for the end of its output. Does not fail when the command does. */
export function run(command: string, args: string[] = [], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env, input, timeout = 120_000 } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true })
    const out: Buffer[] = []
    const err: Buffer[] = []
    let late = false
    const timer = setTimeout(() => {
      late = true
      process.kill(-child.pid!, 'SIGKILL')
    }, timeout)
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    child.stdin.on('error', () => {}) // it did not want all of its input
    child.stdin.end(input)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      const bytes = Buffer.concat(out)
      const stderr = Buffer.concat(err).toString()
      if (late) reject(new Error(`${command} did not end within ${timeout} ms\n${bytes}${stderr}`))
      else resolve({ code, signal, stdout: bytes.toString(), stderr, bytes })
    })
  })
}

/** Runs a command that must succeed; returns what it printed, without final newlines. */
export async function output(command: string, args: string[] = [], options: RunOptions = {}): Promise<string> {
  const { code, signal, stdout, stderr } = await run(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${signal ?? `exit code ${code}`}\n${stderr}${stdout}`)
  return stdout.replace(/\n+$/, '')
}
