import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { delimiter } from 'node:path'
import { killProcessesOf, processesOf } from './leftovers.ts'
import { labScript } from './needs.ts'
import { makeRunDir, removeDeadRuns } from './temp.ts'

export default function setup() {
  process.env.PATH = toolsOfNpmLast(process.env.PATH ?? '')
  removeDeadRuns()
  const dir = makeRunDir()
  process.env.LOLLYPOPS_TEST_DIR = dir
  return async () => {
    // the labs of test files that were killed; the others are down by now
    spawnSync(labScript, ['reap'], { stdio: ['ignore', 'ignore', 'inherit'] })
    for (let i = 0; processesOf(dir).length > 0 && i < 20; i++) await new Promise((later) => setTimeout(later, 100))
    const left = killProcessesOf(dir)
    rmSync(dir, { recursive: true, force: true })
    if (left.length === 0) return
    process.exitCode = 1
    console.error(`tests left processes behind, ended now:\n${left.join('\n')}`)
  }
}

/** npx puts its tools first, among them a shellcheck that wants to be downloaded: the system's is preferred. */
function toolsOfNpmLast(path: string): string {
  const folders = path.split(delimiter)
  const ofNpm = (folder: string) => folder.endsWith('/node_modules/.bin')
  return [...folders.filter((folder) => !ofNpm(folder)), ...folders.filter(ofNpm)].join(delimiter)
}
