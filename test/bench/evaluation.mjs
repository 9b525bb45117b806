// npm run bench:evaluation [-- HOSTS...]: the CPU time in which launch evaluates all hosts (default 20, 200 and 1000)
// beside one plain `nix eval` of them, in turns, with the nixpkgs of the tests. Its hosts cost a millisecond, real ones
// some hundred: each also counts to BENCH_WEIGHT (3 million for 20 hosts, fewer for more, which would take hours).
// Prints medians of three rounds, fails on no time. Needs nix.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workshop } from './launch-parts.mjs'
import { row } from './row.mjs'

const ROUNDS = 3
const GOAL = 1.2
const weightOf = (count) => Number(process.env.BENCH_WEIGHT ?? Math.max(200_000, 60_000_000 / count))
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [20, 200, 1000]
const project = fileURLToPath(new URL('../../', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'lollypops-evaluation-'))
process.on('exit', () => rmSync(dir, { recursive: true }))
const { launch } = workshop()
const load = () => loadavg()[0].toFixed(1)
const median = (numbers) => numbers.toSorted((a, b) => a - b).at(Math.floor(numbers.length / 2))

/** A Nix file with the packages of a flake that has so many hosts. */
function fleet(count) {
  const file = join(dir, `${count}.nix`)
  writeFileSync(
    file,
    `let
  inherit ((import ${project}test/nixpkgs/flake.nix).outputs { self = { }; }) lib legacyPackages;
  work = n: builtins.foldl' (sum: m: sum + m) n (builtins.genList (m: m) ${weightOf(count)});
  host = n: lib.nixosSystem {
    system = "x86_64-linux";
    modules = [
      ${project}nix/modules/nixos.nix
      { networking.hostName = "h\${toString n}"; lollypops.deployment.tags = builtins.seq (work n) [ "prod" ]; }
    ];
  };
  names = builtins.genList (n: { name = "h\${toString n}"; value = host n; }) ${count};
  flake = { outPath = "${dir}"; sourceInfo.outPath = "${dir}"; nixosConfigurations = builtins.listToAttrs names; };
in
(import ${project}nix/scripts.nix).deployPackages { inherit flake; pkgs = legacyPackages.x86_64-linux; }
`,
  )
  return file
}

/** Seconds of CPU and of the clock of a command and all below it; what it prints has to name every host. */
function measured(words, count) {
  const env = { ...process.env, NIX_REMOTE: dir, LOLLYPOPS_EXPR: words.file, TIMEFORMAT: 'time %U %S %R' }
  const { stdout, stderr } = spawnSync('bash', ['-c', 'time "$@"', 'bash', ...words], {
    env,
    encoding: 'utf8',
    maxBuffer: Infinity,
  })
  const found = new Set(stdout.match(/"address":\s*"[^"]*"/g)).size
  if (found !== count) throw new Error(`${words.join(' ')} found ${found} of ${count} hosts: ${stderr.slice(0, 2000)}`)
  const [, user, system, real] = /^time (\S+) (\S+) (\S+)$/m.exec(stderr)
  return { cpu: Number(user) + Number(system), real: Number(real) }
}

const nix = ['nix', '--extra-experimental-features', 'nix-command', 'eval', '--impure', '--json', '--file']
console.log(`evaluation of all hosts, medians of ${ROUNDS} rounds, ${availableParallelism()} cores`)
for (const count of counts) {
  const file = fleet(count)
  const ways = {
    'nix eval': [...nix, file, 'launch.hosts'],
    launch: Object.assign([...launch, '--list', '--json'], { file }),
  }
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]))
  const before = load()
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, words] of Object.entries(ways)) times[name].push(measured(words, count))
  const cpu = (name) => median(times[name].map((time) => time.cpu))
  const each = Math.round((cpu('nix eval') * 1000) / count)
  console.log(`\n${count} hosts of ${each} ms, load ${before} before and ${load()} after\n`)
  console.log(row('', 'CPU', 'wall', 'launch/', 'goal'))
  for (const name of Object.keys(ways)) {
    const ratio = cpu('launch') / cpu(name)
    const verdict = name === 'launch' ? '' : `<= ${GOAL}: ${ratio <= GOAL ? 'met' : 'not met'} on this machine`
    const wall = median(times[name].map(({ real }) => real))
    console.log(row(name, `${cpu(name).toFixed(2)} s`, `${wall.toFixed(2)} s`, ratio.toFixed(2), verdict))
  }
}
