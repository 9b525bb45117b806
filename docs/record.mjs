// node docs/record.mjs FILE COMMAND: runs a line of bash on a terminal, and makes an SVG of what that shows, as it
// showed it. Needs script, of util-linux. npm run record records what README shows.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { svg } from './svg.mjs'
import { framesOf } from './terminal.mjs'

const [columns, rows] = [140, 34]
const [file, command] = process.argv.slice(2)

const inside = `stty cols ${columns} rows ${rows}; ${command}`
const env = { ...process.env, TERM: 'xterm', NO_COLOR: '' }
const run = spawn('script', ['--quiet', '--return', '--command', inside, '/dev/null'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const began = performance.now()
const chunks = [{ at: 0, text: `$ ${command}\r\n` }]
run.stdout.on('data', (bytes) => {
  process.stdout.write(bytes)
  chunks.push({ at: performance.now() - began, text: bytes.toString().replaceAll(process.env.HOME, '~') })
})
const [code] = await once(run, 'close')
writeFileSync(file, svg(framesOf(chunks, columns, rows), columns, rows, command))
process.exitCode = code
