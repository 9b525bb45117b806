// npm run bench:launch [-- ROUNDS]: launch beside its peers, all measured in turns in one run, since machines differ
// and are shared. It prints medians and ratios, and fails on no time. GNU parallel and go-task (`task`) are left out
// where they are not installed. BENCH_GIB (2): what one child writes to a slow reader.
import { loadavg } from 'node:os'
import { latency } from './latency.mjs'
import { freshLogs, makeScripts, peak, taskfile, timed, workshop } from './launch-parts.mjs'
import { row } from './row.mjs'

const rounds = Number(process.argv[2] ?? 5)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`bench: ROUNDS is ${process.argv[2]}, it must be a whole number above 0`)
  process.exit(2)
}
const gib = Number(process.env.BENCH_GIB ?? 2)
const { launch, has } = workshop()
const median = (numbers) => numbers.toSorted((a, b) => a - b).at(Math.floor(numbers.length / 2))
const load = () => loadavg()[0].toFixed(1)

/** Runs all ways in turns; `goals` are of launch, by the name of what it is compared with. */
function compare(title, ways, goals) {
  const known = ways.filter(({ needs }) => needs === undefined || has(needs))
  const times = new Map(known.map(({ name }) => [name, []]))
  const before = load()
  freshLogs()
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(round === 0 ? `${title}: to warm up` : `${title}: round ${round} of ${rounds}`)
    for (const { name, words } of known) {
      const seconds = timed(words)
      process.stderr.write(` ${seconds.toFixed(2)}`)
      if (round > 0) times.get(name).push(seconds)
    }
    process.stderr.write(' s\n')
  }
  const ours = median(times.get('launch'))
  console.log(`\n${title}, medians of ${rounds} rounds, load ${before} before and ${load()} after\n`)
  console.log(row('', 'median', 'least', 'launch/', 'goal'))
  for (const [name, all] of times) {
    const ratio = ours / median(all)
    console.log(
      row(
        name,
        `${median(all).toFixed(3)} s`,
        `${Math.min(...all).toFixed(3)} s`,
        ratio.toFixed(2),
        verdict(ratio, goals[name]),
      ),
    )
  }
  return (name) => median(times.get(name))
}

const verdict = (value, goal) =>
  goal === undefined ? '' : `<= ${goal}: ${value <= goal ? 'met' : 'not met'} on this machine`

const trivial = makeScripts(1000, (n) => `echo "hello from ${n}"`)
const trivialWays = [
  {
    name: 'bare bash, all at once with &, no labels',
    words: ['bash', '-c', 'for s; do "$s" & done; wait', 'bash', ...trivial],
  },
  {
    name: 'GNU parallel -j 16 --tag --line-buffer',
    needs: 'parallel',
    words: ['parallel', '-j', '16', '--tag', '--line-buffer', '{}', ':::', ...trivial],
  },
  { name: 'concurrently -m 16', needs: 'concurrently', words: ['concurrently', '-m', '16', ...trivial] },
  {
    name: 'go-task -C 16 -o prefixed',
    needs: 'task',
    words: ['task', '-t', taskfile(trivial), '-C', '16', '-o', 'prefixed', '-p', ...trivial.keys()].map(String),
  },
  { name: 'launch', words: [...launch, ...trivial] },
]
compare('1000 trivial scripts', trivialWays, {
  'GNU parallel -j 16 --tag --line-buffer': 0.6,
  'concurrently -m 16': 1,
})

const line = 'x'.repeat(79)
const wide = makeScripts(8, () => `yes ${line} | head -n 200000`)
compare(
  '8 scripts of 200,000 lines of 80 characters',
  [
    {
      name: 'GNU parallel -j 16 --tag --line-buffer',
      needs: 'parallel',
      words: ['parallel', '-j', '16', '--tag', '--line-buffer', '{}', ':::', ...wide],
    },
    {
      name: 'bare bash, all at once with &, no labels',
      words: ['bash', '-c', 'for s; do "$s" & done; wait', 'bash', ...wide],
    },
    { name: 'launch', words: [...launch, ...wide] },
  ],
  { 'GNU parallel -j 16 --tag --line-buffer': 0.95 },
)

const two = makeScripts(2, (n) => `echo "hello from ${n}"`)
const of = compare(
  '2 scripts',
  [
    { name: 'node -e 0', words: [process.execPath, '-e', '0'] },
    { name: 'bare bash', words: ['bash', '-c', 'for s; do "$s" & done; wait', 'bash', ...two] },
    { name: 'launch', words: [...launch, ...two] },
  ],
  {},
)
const more = (of('launch') - of('bare bash')) / of('node -e 0')
console.log(row('(launch - bare bash) / node -e 0', '', '', more.toFixed(2), verdict(more, 1.5)))

console.log('\nfrom a line of a child to our output, 20 hosts of 100 lines a second, medians in ms\n')
for (const [name, words, goal] of [
  ['read directly', undefined],
  ['launch', launch, 2],
]) {
  const ms = await latency(words)
  console.log(
    row(name, `${median(ms).toFixed(2)} ms`, `${Math.min(...ms).toFixed(2)} ms`, '', verdict(median(ms), goal)),
  )
}

console.log('\nmemory of launch at its peak, in MB\n')
const huge = makeScripts(1, () => `yes ${line} | head -c ${gib}G`)
for (const [name, scripts, reader] of [
  ['1000 trivial scripts', trivial, 'cat >/dev/null'],
  ['8 scripts of 200,000 lines', wide, 'cat >/dev/null'],
  ['2 scripts', two, 'cat >/dev/null'],
  [`one that writes ${gib} GiB to a reader that sleeps at first`, huge, 'sleep 3; cat >/dev/null'],
]) {
  const mb = await peak([...launch, ...scripts], reader)
  console.log(row(name, `${mb.toFixed(0)} MB`, '', '', verdict(mb, 100)))
}
