// npm run bench [-- ROUNDS]: what deploying secrets costs, over a link with a round trip of 30 ms and without one, in ratios to one
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
const load = () => loadavg()[0].toFixed(1)
const median = (numbers) => numbers.toSorted((a, b) => a - b).at(Math.floor(numbers.length / 2))

const lab = await labHost('ahorn')
const all = secretWays(lab)

/** Goals are for the ways that deploy secrets. */
function compare(title, ways, goal) {
  const times = new Map(ways.map(({ name }) => [name, []]))
  const before = load()
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(round === 0 ? 'to warm up' : `round ${round} of ${rounds}`)
    for (const { name, run, scale = 1 } of ways) {
      const seconds = run() * scale
      process.stderr.write(` ${seconds.toFixed(2)}`)
      if (round > 0) times.get(name).push(seconds)
    }
    process.stderr.write(' s\n')
  }
  const base = median(times.get(ways[0].name))
  console.log(
    `\n100 secrets of 1 KiB, ${title}, medians of ${rounds} rounds, load ${before} before and ${load()} after\n`,
  )
  console.log(row('', 'median', 'least', 'ratio', 'goal'))
  for (const { name, ours } of ways) {
    const seconds = times.get(name)
    const ratio = median(seconds) / base
    const verdict = ours ? `<= ${goal}: ${ratio <= goal ? 'met' : 'not met'} on this machine` : ''
    const least = `${Math.min(...seconds).toFixed(2)} s`
    console.log(row(name, `${median(seconds).toFixed(2)} s`, least, ratio.toFixed(2), verdict))
  }
}

lab.lag(30)
compare('30 ms round trip', all, 1.3)
lab.lag(0)
compare(
  'no round trip',
  all.filter(({ peer }) => !peer),
  1.7,
)
