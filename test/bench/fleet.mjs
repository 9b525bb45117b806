// npm run bench:fleet [-- HOSTS]: launch and GNU parallel with 1000 scripts that stand in for hosts: they sleep as ssh
// waits, a tenth is offline (exit code 20), a twentieth rolls back (10). Each way runs whole, then again with its
// controller ended halfway and taken up again. Prints what it cost and what ran twice, and fails on no time.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { makeScripts, workshop } from './launch-parts.mjs'
import { row } from './row.mjs'

const count = Number(process.argv[2] ?? 1000)
const AT_ONCE = '100'
const { launch } = workshop()
const bodies = (n) => {
  const end = n % 10 === 3 ? 'exit 20' : n % 20 === 7 ? 'echo rolled back; exit 10' : 'echo done >>"$0.done"'
  return `echo began >>"$0.began"\necho '==> check'\nsleep 0.${2 + (n % 7)}\necho '==> rebuild'\n${end}`
}
const scripts = makeScripts(count, bodies)
const folder = dirname(scripts[0])
const joblog = join(folder, 'jobs.log')
const parallel = ['parallel', '-j', AT_ONCE, '--tag', '--line-buffer', '--joblog', joblog]
const events = [...launch, '-j', AT_ONCE, '--skip-unreachable', '--json', '--log-dir', join(folder, 'logs')]

/** How often each script did this, for those that did it at least so often. */
const times = (what, least) =>
  scripts.filter((path) => {
    const file = `${path}.${what}`
    return existsSync(file) && readFileSync(file, 'utf8').trimEnd().split('\n').length >= least
  }).length

function reset() {
  for (const name of readdirSync(folder)) if (/\.(began|done|log)$/.test(name)) rmSync(join(folder, name))
}

/**
 * Runs a command to its end; `halfway` gets its process when half of the hosts are done.
 * @returns what it printed, and its seconds, CPU seconds and MB at the peak, of it alone
 */
async function run(words, halfway) {
  const began = performance.now()
  const child = spawn(words[0], words.slice(1), { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let said = ''
  child.stdout.on('data', (text) => (printed += text))
  child.stderr.on('data', (text) => (said += text))
  const cost = { cpu: 0, mb: 0 }
  let stopped = halfway === undefined
  const look = setInterval(() => {
    if (!stopped && times('done', 1) >= count * 0.4) {
      stopped = true
      halfway(child.pid)
    }
    try {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ')
      cost.cpu = (Number(stat[11]) + Number(stat[12])) / 100
      const [, kb = 0] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
      cost.mb = Math.max(cost.mb, Number(kb) / 1000)
    } catch {
      // ended
    }
  }, 100)
  const code = await new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))
  clearInterval(look)
  return { code, printed, said, seconds: (performance.now() - began) / 1000, ...cost }
}

const load = () => loadavg()[0].toFixed(1)
const show = (name, { seconds, cpu, mb, code }) =>
  console.log(
    row(
      name,
      `${seconds.toFixed(1)} s`,
      `${cpu.toFixed(2)} s`,
      `${mb.toFixed(0)} MB`,
      `exit code ${code}, load ${load()}`,
    ),
  )
const twice = () => `${times('done', 1)} deployed, ${times('done', 2)} of them twice, ${times('began', 2)} begun twice`
const results = (text) => {
  const ended = text.split('\n').filter((line) => line.includes('"event":"ended"'))
  const all = ended.map((line) => JSON.parse(line).result)
  return [...new Set(all)].sort().map((result) => `${all.filter((one) => one === result).length} ${result}`)
}

console.log(`${count} stand-in hosts, ${AT_ONCE} at once; CPU and memory of the controller alone\n`)
console.log(row('', 'wall', 'CPU', 'memory', ''))

const whole = await run([...events, ...scripts])
show('launch', whole)
console.log(`  ${results(whole.printed).join(', ')}; ${twice()}`)
reset()
const first = await run([...events, ...scripts], (pid) => process.kill(pid, 'SIGINT'))
show('launch, interrupted halfway', first)
console.log(`  ${results(first.printed).join(', ')}; ${twice()}`)
const last = first.printed.trimEnd().split('\n').at(-1)
const { again } = JSON.parse(last)
const [program] = again.split(' ')
const second = await run(['bash', '-c', again.replace(program, launch.join(' '))])
show('launch, with the command that it named', second)
console.log(`  ${results(second.printed).join(', ')}; ${twice()}`)

reset()
show('GNU parallel', await run([...parallel, '{}', ':::', ...scripts]))
console.log(`  ${twice()}`)
reset()
show(
  'GNU parallel, killed halfway',
  await run([...parallel, '{}', ':::', ...scripts], (pid) => process.kill(-pid, 'SIGKILL')),
)
console.log(`  ${twice()}`)
show('GNU parallel --resume', await run([...parallel, '--resume', '{}', ':::', ...scripts]))
console.log(`  ${twice()}`)
