import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { quote } from '../shell/quote.ts'

/** How to call this launch in a shell: `launch` where PATH leads to it, else LOLLYPOPS_LAUNCH, the path it was started by. */
export function selfName(env: NodeJS.ProcessEnv): string {
  const started = env['LOLLYPOPS_LAUNCH']
  if (!started?.includes('/')) return 'launch'
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder || '.', 'launch'))
    .find(isProgram)
  return found !== undefined && real(found) === real(started) ? 'launch' : quote(started)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
