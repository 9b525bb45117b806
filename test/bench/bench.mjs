// npm run bench [-- ROUNDS]: what deploying secrets costs, over a link with a round trip of 30 ms, in ratios to one
// ssh with one tar stream of the same bytes. Measured in turns in one run, since machines differ and are shared;
// it prints medians and fails on no time. Root on Debian, see test/lab/lab.
import { loadavg } from 'node:os'
import { labHost } from './lab-host.mjs'
import { row } from './row.mjs'
import { secretWays } from './secret-ways.mjs'

const rounds = Number(process.argv[2] ?? 7)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`bench: ROUNDS is ${process.argv[2]}, it must be a whole number above 0`)
  process.exit(2)
}
const roundTrip = 30
const load = () => loadavg()[0].toFixed(1)

const lab = await labHost('ahorn', roundTrip)
const ways = secretWays(lab)
const times = new Map(ways.map(({ name }) => [name, []]))
const loads = [load()]

for (let round = 0; round <= rounds; round++) {
  process.stderr.write(round === 0 ? 'to warm up' : `round ${round} of ${rounds}`)
  for (const { name, run, scale = 1 } of ways) {
    const seconds = run() * scale
    process.stderr.write(` ${seconds.toFixed(2)}`)
    if (round > 0) times.get(name).push(seconds)
  }
  process.stderr.write(' s\n')
  loads.push(load())
}

const median = (numbers) => numbers.toSorted((a, b) => a - b).at(Math.floor(numbers.length / 2))
const base = median(times.get(ways[0].name))
console.log(`
100 secrets of 1 KiB, ${roundTrip} ms round trip, medians of ${rounds} rounds, load ${loads[0]} before and ${loads.at(-1)} after
`)
console.log(row('', 'median', 'least', 'ratio', 'goal'))
for (const { name, goal } of ways) {
  const all = times.get(name)
  const ratio = median(all) / base
  const verdict = goal ? `<= ${goal}: ${ratio <= goal ? 'met' : 'not met'} on this machine` : ''
  console.log(row(name, `${median(all).toFixed(2)} s`, `${Math.min(...all).toFixed(2)} s`, ratio.toFixed(2), verdict))
}
