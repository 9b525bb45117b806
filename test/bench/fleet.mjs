// npm run bench:fleet [-- HOSTS AT_ONCE]: launch and GNU parallel deploy 1000 stand-in hosts, 50 at once, with scripts as
// the generator makes them. An sshd on loopback serves ten hosts, whose commands stand-in.sh answers; a tenth of them
// refuses connections, a twentieth rolls back. Each controller runs whole, and again is ended halfway and its run taken
// up as docs/fleet.md says. Prints what it cost and what was deployed twice, fails on no time. Needs root and sshd.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workshop } from './launch-parts.mjs'
import { row } from './row.mjs'

const [count, atOnce] = [Number(process.argv[2] ?? 1000), process.argv[3] ?? '50']
const PORT = 20_022
const project = fileURLToPath(new URL('../../', import.meta.url))
const dir = mkdtempSync('/dev/shm/lollypops-fleet-')
const file = (name, text = '') => {
  writeFileSync(join(dir, name), text, { mode: 0o600 })
  return join(dir, name)
}
const { launch } = workshop()
for (const name of ['bin', 'scripts', 'rolls-back']) mkdirSync(join(dir, name))
mkdirSync('/run/sshd', { recursive: true })

const hosts = Array.from({ length: count }, (_, n) => {
  const [server, one] = [100 + Math.floor(n / 10), 100 + (n % 10)]
  return { name: `h${server}${one}`, address: `127.1.${server}.${one}`, server, answers: n % 10 !== 3 }
})
for (const [n, { name }] of hosts.entries()) if (n % 20 === 7) file(`rolls-back/${name}`)

// ---- Servers, and the scripts for their hosts

for (const key of ['key', 'host-key']) execFileSync('ssh-keygen', ['-qt', 'ed25519', '-N', '', '-f', join(dir, key)])
file('known-hosts', `fleet ${readFileSync(join(dir, 'host-key.pub'))}`)
const client = file(
  'ssh-config',
  `Port ${PORT}\nKexAlgorithms curve25519-sha256\nHostKeyAlias fleet\nUserKnownHostsFile ${dir}/known-hosts\nIdentityFile ${dir}/key\nBatchMode yes\n`,
)
/** Of the deploying machine: a copy is one exchange with the host. */
file(
  'bin/nix',
  '#!/bin/sh\nfor word; do case $word in ssh://*) exec ssh $NIX_SSHOPTS "${word#*//}" copy ;; esac; done\n',
)
chmodSync(join(dir, 'bin/nix'), 0o755)
const env = { ...process.env, PATH: `${dir}/bin:${process.env.PATH}`, XDG_STATE_HOME: dir }

const servers = [...new Set(hosts.map(({ server }) => server))].map((server) => {
  const addresses = hosts.filter((host) => host.server === server && host.answers).map(({ address }) => address)
  const config = file(
    `sshd-${server}`,
    `${addresses.map((address) => `ListenAddress ${address}:${PORT}`).join('\n')}
HostKey ${dir}/host-key
AuthorizedKeysFile ${dir}/key.pub
ForceCommand exec sh ${project}test/bench/stand-in.sh ${dir}
PermitRootLogin prohibit-password
SetEnv HOME=${dir}
MaxStartups 100
StrictModes no
UsePAM no
PidFile none
`,
  )
  return spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'ignore'] })
})
process.on('exit', () => {
  for (const server of servers) server.kill()
  rmSync(dir, { recursive: true })
})

const like = JSON.parse(readFileSync(join(project, 'docs/ahorn.json'), 'utf8'))
const generate = ({ name, address }) => {
  const ssh = { ...like.deployment.ssh, host: address, opts: ['-F', client] }
  const deployment = { ...like.deployment, ssh }
  const description = { ...like, name, hostName: name, deployment, secrets: { ...like.secrets, files: {} } }
  const words = [join(project, 'dist/lollypops-generate.cjs'), file('host.json', JSON.stringify(description))]
  return execFileSync(process.execPath, words, { encoding: 'utf8' })
}
const [first, last] = [hosts[0], hosts.at(-1)]
const text = generate(first)
const scriptOf = ({ name, address }) => text.replaceAll(first.name, name).replaceAll(first.address, address)
if (scriptOf(last) !== generate(last)) throw new Error('a script holds more of its host than name and address')
const scripts = hosts.map((host) => {
  const name = `./deploy-${host.name}`
  writeFileSync(join(dir, 'scripts', name), scriptOf(host), { mode: 0o755 })
  return name
})

// ---- Runs

/** How often each host did this. */
const times = (what) => {
  const counts = new Map()
  const names = existsSync(join(dir, what)) ? readFileSync(join(dir, what), 'utf8').split('\n').filter(Boolean) : []
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts.values()]
}
const reset = () => {
  for (const name of ['activated', 'deployed', 'jobs.log']) rmSync(join(dir, name), { force: true })
}

/** What a process has used so far: seconds of CPU, MB now and at the peak. */
function used(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [now, peak] = ['RSS', 'HWM'].map((name) => Number(new RegExp(`Vm${name}:\\s+(\\d+)`).exec(status)[1]) / 1000)
  return { cpu: (Number(stat[11]) + Number(stat[12])) / 100, now, peak }
}

/** Runs a command to its end, or until `halfway` ends it, and prints what it, and it alone, has cost. */
async function run(title, words, halfway) {
  const began = performance.now()
  const child = spawn(words[0], words.slice(1), {
    cwd: join(dir, 'scripts'),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let printed = ''
  child.stdout.on('data', (text) => (printed += text))
  const before = times('deployed').length
  let [early, cost] = [0, { cpu: 0, peak: 0 }]
  const look = setInterval(() => {
    const deployed = times('deployed').length
    try {
      cost = used(child.pid)
    } catch {} // ended
    if (deployed < before + count / 10) early = cost.now
    if (deployed >= count * 0.4) halfway?.(child.pid)
    if (deployed >= count * 0.4) halfway = undefined
  }, 200)
  const code = await new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))
  clearInterval(look)
  const seconds = (performance.now() - began) / 1000
  const remark = `${early.toFixed(0)} MB after a tenth; exit code ${code}, load ${loadavg()[0].toFixed(1)}`
  console.log(row(title, `${seconds.toFixed(0)} s`, `${cost.cpu.toFixed(1)} s`, `${cost.peak.toFixed(0)} MB`, remark))
  const ended = printed.match(/^.*"event":"ended".*$/gm)?.map((line) => JSON.parse(line).result) ?? []
  const results = [...new Set(ended)].map((result) => `${ended.filter((one) => one === result).length} ${result}, `)
  const [deployed, activated] = [times('deployed'), times('activated')]
  const twice = (all) => all.filter((times) => times > 1).length
  console.log(
    `  ${results.join('')}deployed ${deployed.length}, twice ${twice(deployed)}; begun twice ${twice(activated)}`,
  )
  return printed
}

/** Scripts that are still going on. */
const alive = () => {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => /^bash \S*\/deploy-h/.test(line)).length
}
const kill = (signal) => (pid) => process.kill(pid, signal)
const killAll = (pid) => process.kill(-pid, 'SIGKILL')
const more = ['--skip-unreachable', '--jobs', atOnce]
const events = [...launch, '--json', ...more]
const parallel = ['parallel', '-j', atOnce, '--tag', '--line-buffer', '--joblog', join(dir, 'jobs.log')]
const shell = (command) => ['bash', '-c', command.replaceAll(/(?<=^| )launch(?= )/gm, `exec ${launch.join(' ')}`)]

console.log(`${count} stand-in hosts, ${atOnce} at once; CPU and memory at the peak of the controller alone\n`)
console.log(row('', 'wall', 'CPU', 'memory', ''))
await run('launch', [...events, ...scripts])

reset()
const interrupted = await run('launch, interrupted halfway', [...events, ...scripts], kill('SIGINT'))
await run('  the command that it named', shell(JSON.parse(interrupted.trimEnd().split('\n').at(-1)).again))

reset()
file('events.json', await run('launch, killed halfway', [...events, ...scripts], kill('SIGKILL')))
console.log(`  scripts that still go on: ${alive()}`)
const guide = readFileSync(join(project, 'docs/fleet.md'), 'utf8')
const [recipe] = /^jq --raw-input[\s\S]*?(?=```)/m.exec(guide)
const named = recipe.replace('events.json', `${dir}/events.json`)
const left = named.replace(
  /launch (.*) >.*/,
  `sed s,^,./deploy-, >${dir}/left; launch $1 ${more.join(' ')} <${dir}/left`,
)
await run('  what its events say is left', shell(left))

reset()
await run('GNU parallel', [...parallel, '{}', ':::', ...scripts])
reset()
await run('GNU parallel, killed halfway', [...parallel, '{}', ':::', ...scripts], killAll)
console.log(`  scripts that still go on: ${alive()}`)
await run('  --resume-failed', [...parallel, '--resume-failed', '{}', ':::', ...scripts])
process.exit()
