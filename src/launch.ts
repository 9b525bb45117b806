import { isatty } from 'node:tty'
import { again } from './launch/again.ts'
import { buildPool } from './launch/eval-jobs.ts'
import { eventLine, round } from './launch/events.ts'
import { whereFrom } from './launch/flake.ts'
import { type Plan, plan } from './launch/fleet.ts'
import { Groups } from './launch/groups.ts'
import { Interrupt, SIGNALS } from './launch/interrupt.ts'
import { listing } from './launch/listing.ts'
import { Nix, NixError } from './launch/nix.ts'
import { type Options, parseOptions } from './launch/options.ts'
import { openOutputs } from './launch/outputs.ts'
import { assertAction, assertOneRemote } from './launch/overrides.ts'
import { plannedWork } from './launch/plan.ts'
import type { Pool } from './launch/pool.ts'
import { Session } from './launch/session.ts'
import { Shells } from './launch/shells.ts'
import { withInput } from './launch/stdin.ts'
import { exitCode, summary } from './launch/summary.ts'
import { HELP, UsageError } from './launch/usage.ts'

const STUCK_MS = 5000
/** Shells that start while everything else is made ready. */
const WARM = 2

const { out, err } = openOutputs()
const terminals = [0, 1, 2].filter((fd) => isatty(fd))
let session: Session | undefined
let nix: Nix | undefined
let shells: Shells | undefined
const interrupt = new Interrupt(new Groups(), (reason) => {
  const where = session?.where
  say(where ? `${reason}: ending ${where}; a second Ctrl-C ends without patience` : `${reason}: stopped`)
})
for (const signal of SIGNALS) process.on(signal, () => interrupt.signal(signal))
void interrupt.over.then((survivors) => {
  void shells?.close()
  if (survivors.length > 0) say(`could not be ended, see to them by hand: process groups ${survivors.join(', ')}`)
  setTimeout(die, STUCK_MS).unref()
})
process.on('uncaughtException', (error) => interrupt.begin(`internal error, please report it: ${error.stack}`))

process.exitCode = 1 // should we end in any way but by `end`
void main(process.argv.slice(2)).catch(explain).then(end)

async function end(code: number): Promise<void> {
  await out.flush()
  if (interrupt.reason !== undefined) await interrupt.over
  await err.flush()
  await shells?.close()
  close()
  if (!terminals.every((fd) => isatty(fd))) die()
  process.exit(interrupt.exit ?? code)
}

async function main(argv: string[]): Promise<number> {
  const options = parseOptions(argv)
  if (options.help) return print(HELP)
  if (options.version) return print(`${process.env['LOLLYPOPS_VERSION'] ?? 'unknown'}\n`)
  nix = new Nix(whereFrom(options.flake, process.env), interrupt.groups, options.nixWords)
  const builds = buildPool(options.evalJobs)
  const interrupted = interrupt.over.then((): never => {
    throw new Error('interrupted')
  })
  const choice = { words: await Promise.race([withInput(options.words), interrupted]), except: options.except }
  if (options.plan && choice.words.length === 0) throw new UsageError('--plan takes targets, such as all')
  if (options.list || choice.words.length === 0) return print(await listing(choice, options, nix, builds))
  assertAction(process.env)
  if (options.plan) return printPlan(await plan(choice, nix, builds), options, nix, builds)
  shells = new Shells()
  shells.warm(Math.min(choice.words.length, options.jobs, WARM))
  return deployAll(await plan(choice, nix, builds), options, nix, builds, shells)
}

async function printPlan(todo: Plan, options: Options, nix: Nix, builds: Pool): Promise<number> {
  const work = await plannedWork(todo, options, nix, builds, (host, said) =>
    say(`${host} is not in the plan: ${String(said).trimEnd()}`),
  )
  print(`${JSON.stringify(work, null, 2)}\n`)
  return work.failed.length > 0 ? 1 : 0
}

async function deployAll(todo: Plan, options: Options, nix: Nix, builds: Pool, shells: Shells): Promise<number> {
  assertOneRemote(todo.jobs, process.env)
  session = new Session(todo, options, shells, out, err, say)
  const began = performance.now()
  out.onBroken = (error) => interrupt.begin(`standard output is gone (${error.code})`)
  const results = await session.run(nix, builds, interrupt)
  await out.flush()
  const code = interrupt.exit ?? exitCode(results)
  const seconds = round((performance.now() - began) / 1000)
  if (options.json)
    out.append(eventLine({ event: 'done', code, seconds, again: again(results, options, process.env) ?? null }))
  err.append(summary(results, { options, logs: session.logFolder, env: process.env }))
  return code
}

function explain(error: Error): number {
  if (interrupt.exit !== undefined) return interrupt.exit
  if (session !== undefined) interrupt.begin(`internal error, please report it: ${error.stack}`)
  else if (error instanceof NixError) {
    err.append(error.said)
    say(`Nix cannot list the hosts; ${remedy(error)}: ${error.message}`)
  } else say(error.message)
  return error instanceof NixError || error instanceof UsageError ? 2 : 1
}

function remedy({ message }: NixError): string {
  return /does not provide attribute|attribute '[^']*launch/.test(message)
    ? 'add lollypops.lib.deployPackages { flake = self; inherit pkgs; } to the packages of its flake'
    : 'run launch in a flake, or give --flake REF'
}

function print(text: string): number {
  out.append(Buffer.from(text))
  return 0
}

function say(text: string): void {
  if (err === out) session?.breakLine()
  err.append(Buffer.from(`launch: ${text}\n`))
}

/**
 * The end for which Node neither waits until a reader takes what we wrote, nor aborts because our terminal was closed.
 * To a shell it is exit code 130 as well.
 */
function die(): void {
  close()
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}

function close(): void {
  session?.close()
  void shells?.close()
  nix?.close()
}
