import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Ends the processes that a run of vitest started and that outlived their test; returns their command lines. */
export function killProcessesOf(runDir: string): string[] {
  return processesOf(runDir).flatMap(({ pid, command }) => {
    try {
      process.kill(pid, 'SIGKILL')
      return [command]
    } catch {
      return [] // gone by now
    }
  })
}

/** Every process that a test starts inherits the folder of its run. */
export function processesOf(runDir: string) {
  const pids = !existsSync('/proc') ? [] : readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    const file = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8')
    try {
      const started = file('environ').split('\0').includes(`LOLLYPOPS_TEST_DIR=${runDir}`)
      const parent = Number(
        file('stat')
          .replace(/.*\) \S /s, '')
          .split(' ')[0],
      )
      const command = file('cmdline').split('\0').join(' ').trim()
      return started && parent !== process.pid ? [{ pid: Number(pid), command }] : []
    } catch {
      return [] // gone by now, or somebody else's
    }
  })
}
