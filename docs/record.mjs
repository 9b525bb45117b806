// node docs/record.mjs [FILE]: docs/launch.svg, a recording of a real run of launch on a terminal. Needs script, of util-linux.
// The hosts are scripts that say what deploy scripts say; all the rest is as it was.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { framesOf } from './terminal.mjs'
import { svg } from './svg.mjs'

const [columns, rows] = [92, 26]
const root = fileURLToPath(new URL('..', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'lollypops-record-'))
process.on('exit', () => rmSync(dir, { recursive: true }))

const host = (name, body) => {
  const path = join(dir, `deploy-${name}`)
  writeFileSync(path, `#!/usr/bin/env bash\n${body}\n`)
  chmodSync(path, 0o755)
  return `./deploy-${name}`
}
const task = (name, seconds, says) => `echo "==> ${name}"; sleep ${seconds}; ${says}`
const copying = String.raw`for n in 20 45 70 100; do printf '\rcopying paths: %s%%' $n; sleep 0.3; done; echo`
const good = (seconds) => [task('check', 0.4, ':'), task('deploy-flake', 0.3, copying), task('rebuild', seconds, 'echo switched to generation 42')].join('\n')
const hosts = [
  host('ahorn', good(1.2)),
  host('birke', good(2)),
  host('porree', [task('check', 0.5, ':'), task('deploy-secrets', 0.8, 'echo "deploy-secrets failed at wifi.env (exit 1): nothing was changed"; exit 1')].join('\n')),
]

const command = `stty cols ${columns} rows ${rows}; ${[process.execPath, join(root, 'dist/launch.cjs'), ...hosts].join(' ')}`
const env = { ...process.env, TERM: 'xterm', XDG_STATE_HOME: join(dir, 'state'), NO_COLOR: '' }
const run = spawn('script', ['--quiet', '--command', command, '/dev/null'], { cwd: dir, env, stdio: ['pipe', 'pipe', 'inherit'] })
const began = performance.now()
const chunks = []
run.stdout.on('data', (bytes) => chunks.push({ at: performance.now() - began, text: bytes.toString() }))
await once(run, 'close')

const shown = chunks.map(({ at, text }) => ({ at, text: text.replaceAll(dir, '~') }))
const prompt = { at: 0, text: '$ launch ahorn birke porree\r\n' }
writeFileSync(process.argv[2] ?? join(root, 'docs/launch.svg'), svg(framesOf([prompt, ...shown], rows), columns, rows))
