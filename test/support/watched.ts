import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Lab } from './lab.ts'

const watcher = readFileSync(fileURLToPath(new URL('watcher.pl', import.meta.url)), 'utf8')

/** On the host ahorn; needed once before `watched`. */
export async function installWatcher(lab: Lab): Promise<void> {
  await lab.exec('ahorn', 'cat >/usr/local/bin/watcher.pl; chmod 755 /usr/local/bin/watcher.pl', { input: watcher })
}

/**
 * What watchers on both machines find while that happens: root of each, and alice on the host.
 * @param stop a path here where there is nothing yet
 */
export async function watched(lab: Lab, tmp: string, stop: string, needles: string[], action: () => Promise<unknown>) {
  const input = needles.join('\n')
  const on = (script: string) => lab.exec('ahorn', script, { input })
  const here = lab.run('perl', ['-e', watcher, stop, tmp, '/dev/shm', '/run'], { input })
  const root = on('exec perl /usr/local/bin/watcher.pl /var/tmp/stop')
  const alice = on(
    'exec runuser -u alice -- perl /usr/local/bin/watcher.pl /var/tmp/stop /tmp /run /dev/shm /var /home 2>/dev/null',
  )
  try {
    await action()
  } finally {
    writeFileSync(stop, '')
    await on('touch /var/tmp/stop')
  }
  const found = (text: string) =>
    text
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('looked '))
  const said = [(await here).stdout, await root, await alice]
  for (const text of said) expect(text).toMatch(/looked [1-9]\d* times/)
  return { here: found(said[0]!), root: found(said[1]!), alice: found(said[2]!) }
}
