import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { delimiter } from 'node:path'
import { labScript } from './needs.ts'
import { makeRunDir, removeDeadRunDirs } from './temp.ts'

export default function setup() {
  process.env.PATH = toolsOfNpmLast(process.env.PATH ?? '')
  removeDeadRunDirs()
  const dir = makeRunDir()
  process.env.LOLLYPOPS_TEST_DIR = dir
  return () => {
    // the labs of test files that were killed; the others are down by now
    spawnSync(labScript, ['reap'], { stdio: ['ignore', 'ignore', 'inherit'] })
    rmSync(dir, { recursive: true, force: true })
  }
}

/** npx puts its tools first, among them a shellcheck that wants to be downloaded: the system's is preferred. */
function toolsOfNpmLast(path: string): string {
  const folders = path.split(delimiter)
  const ofNpm = (folder: string) => folder.endsWith('/node_modules/.bin')
  return [...folders.filter((folder) => !ofNpm(folder)), ...folders.filter(ofNpm)].join(delimiter)
}
