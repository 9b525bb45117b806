import { once } from 'node:events'
import { makeScripts, start } from './launch-parts.mjs'

const HOSTS = 20
const LINES = 300

/** Milliseconds from the moment a script writes a line to the moment we have it; through `launch`, or directly. */
export async function latency(launch) {
  // without a fork for each line: waits for a pipe that stays empty
  const scripts = makeScripts(
    HOSTS,
    () =>
      `exec 3<> <(:); for ((i = 0; i < ${LINES}; i++)); do echo "at $EPOCHREALTIME"; read -rt 0.01 -u 3; done; true`,
  )
  const runs = launch ? [[...launch, '-j', String(HOSTS), ...scripts]] : scripts.map((script) => [script])
  const all = []
  await Promise.all(
    runs.map(async (words) => {
      const child = start(words, ['ignore', 'pipe', 'ignore'])
      let rest = ''
      child.stdout.on('data', (chunk) => {
        const now = performance.timeOrigin + performance.now()
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()
        for (const line of lines) {
          const [, seconds, micros] = / ?at (\d+)\.(\d+)/.exec(line) ?? []
          if (seconds !== undefined) all.push(now - (Number(seconds) * 1000 + Number(micros) / 1000))
        }
      })
      const [code] = await once(child, 'close')
      if (code !== 0) throw new Error(`${words[0]} ended with ${code}`)
    }),
  )
  if (all.length !== HOSTS * LINES) throw new Error(`${all.length} lines of ${HOSTS * LINES} arrived`)
  return all
}
