import { text } from 'node:stream/consumers'
import { isatty } from 'node:tty'
import { type Chosen, choose, completeWords } from './launch/choose/fleet.ts'
import { listing } from './launch/choose/list.ts'
import { completion, HELP, UsageError } from './launch/choose/option-table.ts'
import { assertAction, assertOneRemote, type Options, parseOptions, scriptWords } from './launch/choose/options.ts'
import type { Job } from './launch/choose/targets.ts'
import { Groups, Interrupt, SIGNALS } from './launch/run/groups.ts'
import { Nix, NixError, whereFrom } from './launch/run/nix.ts'
import { askTerminal } from './launch/run/password.ts'
import { buildScript, plannedWork } from './launch/run/plan.ts'
import { evaluationsAtOnce, Pool } from './launch/run/pool.ts'
import { handTerminal } from './launch/run/script.ts'
import { isOffline, Session, scriptEnv } from './launch/run/session.ts'
import { eventLine, type Result } from './launch/show/events.ts'
import { openOutputs } from './launch/show/output.ts'
import { wantsColour } from './launch/show/style.ts'
import { again, exitCode, summary } from './launch/show/summary.ts'
import { version } from './version.ts'

const STUCK_MS = 5000
/** With none of these, one host has our terminal for itself. */
const OF_OUTPUT = ['--json', '--output', '--silent', '--timestamps', '--color', '--log-dir', '--timeout']

const { out, err } = openOutputs()
const terminals = [0, 1, 2].filter((fd) => isatty(fd))
let session: Session | undefined
let nix: Nix | undefined
const interrupt = new Interrupt(new Groups(), (reason) => {
  const where = session?.where
  say(where ? `${reason}: ending ${where}; a second Ctrl-C kills them` : `${reason}: stopped`)
})
for (const signal of SIGNALS) process.on(signal, () => interrupt.signal(signal))
void interrupt.over.then((survivors) => {
  if (survivors.length > 0) say(`could not be ended, see to them by hand: process groups ${survivors.join(', ')}`)
  setTimeout(() => void close().then(die), STUCK_MS).unref()
})
process.on('uncaughtException', (error) => interrupt.begin(`internal error, please report it: ${error.stack}`))

process.exitCode = 1 // should we end in any way but by `end`
void main(process.argv.slice(2)).catch(explain).then(end)

async function end(code: number): Promise<void> {
  await out.flush()
  if (interrupt.reason !== undefined) await interrupt.over
  await err.flush()
  await close()
  if (!terminals.every((fd) => isatty(fd))) die()
  process.exit(interrupt.exit ?? code)
}

async function main(argv: string[]): Promise<number> {
  const options = parseOptions(argv)
  const { has, words, except } = options
  if (has('help')) return print(HELP)
  if (has('version')) return print(`${version}\n`)
  if (options.completion !== undefined) return print(completion(options.completion))
  const pool = new Pool(options.evalJobs ?? evaluationsAtOnce())
  nix = new Nix(whereFrom(options.flake, options.env), interrupt.groups, pool, options.nixWords)
  if (has('complete')) return print(completeWords(await nix.inspect(await nix.names())))
  const targets = await withInput(words)
  if (has('plan') && targets.length === 0) throw new UsageError('--plan takes targets, such as all')
  if (has('list') || targets.length === 0) {
    const chosen = await choose(targets.length > 0 ? targets : ['all'], except, nix)
    const list = await listing(chosen, has('json'), nix)
    return print(has('list') || has('json') ? list : `${list}\nName hosts to deploy them; --help says more.\n`)
  }
  assertAction(options)
  const confirm = has('confirm') && !has('dry-run')
  if (confirm && askTerminal('', ':') === undefined)
    throw new UsageError('--confirm asks on the terminal, and there is none: leave it out')
  const chosen = await choose(targets, except, nix)
  const [job, ...others] = chosen.jobs
  if (job === undefined) throw new UsageError('there is nothing to deploy: the flake has no nixosConfigurations')
  if (has('plan')) return printPlan(chosen, options, nix)
  assertOneRemote(chosen.jobs, options)
  const mayHaveTerminal = terminals.length === 3 && !options.repeated.some((word) => OF_OUTPUT.includes(word))
  if (others.length + chosen.unknown.length === 0 && mayHaveTerminal) return deployAlone(job, options, nix)
  return confirm ? deployConfirmed(chosen, options, nix) : finish(await deployAll(chosen, options, nix), options)
}

/** The words, with those on standard input, apart by blanks, newlines or NUL, in place of each `-`. */
async function withInput(words: readonly string[]): Promise<string[]> {
  if (!words.includes('-')) return [...words]
  const interrupted = interrupt.over.then((): never => {
    throw new Error('interrupted')
  })
  const input = (await Promise.race([text(process.stdin), interrupted])).split(/[\s\0]+/).filter(Boolean)
  if (input.length === 0) throw new UsageError('- takes targets from standard input, and there are none')
  return words.flatMap((word) => (word === '-' ? input : [word]))
}

async function printPlan(chosen: Chosen, options: Options, nix: Nix): Promise<number> {
  const work = await plannedWork(chosen, options, nix)
  for (const { host, said } of work.failed) say(`${host} is not in the plan: ${said.trimEnd()}`)
  print(`${JSON.stringify(work, (key, value) => (key === 'said' ? undefined : value), 2)}\n`)
  return work.failed.length > 0 ? 1 : 0
}

/** One host, on our own terminal: its script has that for itself, so that it can ask. */
async function deployAlone(job: Job, options: Options, nix: Nix): Promise<number> {
  const built = await buildScript(job, nix)
  if (interrupt.reason !== undefined) return 130
  if ('said' in built) {
    say(`${job.label} cannot be built:\n${built.said ?? built.why}`.trimEnd())
    return 1
  }
  const code = await handTerminal(built.script, scriptWords(options, job.tasks), scriptEnv(options), interrupt)
  if (isOffline(code, built.script, options)) return 0
  return interrupt.exit !== undefined || code === 130 ? 130 : Math.min(code, 1)
}

/** Shows what would change on each host, asks once, and goes on with the scripts that are built by then. */
async function deployConfirmed(chosen: Chosen, options: Options, nix: Nix): Promise<number> {
  const asked = chosen.jobs.map((job) => ({ ...job, tasks: ['diff'] }))
  const diffs = await deployAll({ ...chosen, jobs: asked }, { ...options, action: [] }, nix)
  if (interrupt.reason !== undefined || exitCode(diffs) !== 0) return finish(diffs, options)
  await session?.close()
  await out.flush()
  const jobs = chosen.jobs.flatMap((job, at): Job[] => {
    const { script, outcome } = diffs[at]!
    return script !== undefined && outcome === 'done' ? [{ ...job, script }] : []
  })
  const answer = askTerminal(`Deploy ${jobs.map(({ label }) => label).join(', ')}? [y/N] `)
  if (!/^y(es)?$/i.test((answer ?? '').trim())) {
    say('nothing was deployed')
    return 1
  }
  return finish(await deployAll({ ...chosen, jobs }, options, nix), options)
}

async function deployAll(chosen: Chosen, options: Options, nix: Nix): Promise<Result[]> {
  session = new Session(chosen, options, nix, interrupt, out, err, say)
  out.on('error', ({ code }: NodeJS.ErrnoException) => interrupt.begin(`standard output is gone (${code})`))
  const results = await session.run()
  await out.flush()
  return results
}

function finish(results: Result[], options: Options): number {
  const code = interrupt.exit ?? exitCode(results)
  if (options.has('json'))
    out.write(eventLine({ event: 'done', code, seconds: process.uptime(), again: again(results, options) }))
  err.write(summary(results, options, wantsColour(isatty(err.fd), options), session?.logs.folder))
  return code
}

function explain(error: Error): number {
  if (interrupt.exit !== undefined) return interrupt.exit
  if (session !== undefined) interrupt.begin(`internal error, please report it: ${error.stack}`)
  else if (error instanceof NixError) {
    err.write(error.said)
    say(`Nix cannot list the hosts; ${error.remedy}: ${error.message}`)
  } else say(error.message)
  return error instanceof NixError || error instanceof UsageError ? 2 : 1
}

function print(text: string): number {
  out.write(text)
  return 0
}

function say(text: string): void {
  if (err === out) session?.screen.cut() // so that it begins a line of its own
  err.write(`launch: ${text}\n`)
}

/**
 * The end for which Node neither waits until a reader takes what we wrote, nor aborts because our terminal was closed.
 * To a shell it is exit code 130 as well.
 */
function die(): void {
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}

async function close(): Promise<void> {
  nix?.close()
  await session?.close()
}
