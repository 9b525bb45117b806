import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { host } from '../support/hosts.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { seeded } from '../support/random.ts'
import { output } from '../support/run.ts'
import { withSettle } from '../support/settle.ts'
import { toyFlake } from '../support/toy-flake.ts'
import { systemdBoot, truth } from './boot-loader.ts'

const runs = Number(process.env.VM_RUNS ?? 3)
const seed = Number(process.env.VM_SEED ?? Date.now() % 1_000_000)
const machines = fileURLToPath(new URL('machine.sh', import.meta.url))
const number = process.env.VM_MACHINE ?? '1'
const tasks = ['deploy-flake', 'rebuild']

needs(
  'root',
  'debian',
  'nix',
)('a deploy to a machine that loses power', () => {
  const nix = privateNix()
  const machine = (command: string) => output(machines, [command, number], { timeout: 900_000 })
  let dir = ''
  const lab = {
    get env() {
      return { PATH: `${dir}/bin:${process.env.PATH}`, HOME: `${dir}/home` }
    },
  }
  const { deploy } = deployer(lab, nix)
  const random = seeded(seed)
  let runsNow = ''
  let lasts = 0

  const system = async (message: string, boot = systemdBoot) =>
    withFlake(
      host({ deployment: { ssh: { host: 'ahorn' } } }),
      await toyFlake(nix, message, { boot, packages: { [`data-${message}`]: 5_000_000 } }),
    )
  const ssh = (script: string) => output(`${dir}/bin/ssh`, ['ahorn', script], { timeout: 300_000 })
  const state = async () => {
    const [booted, current, profile, boots, ...wrong] = (await ssh(truth)).split('\n')
    return { booted, current, profile, boots, wrong }
  }

  /** One that nothing disturbs. */
  const undisturbed = async (message: string, again?: Host) => {
    const begin = performance.now()
    const { code, stdout, stderr } = await deploy(again ?? (await system(message)), tasks, { timeout: 600_000 })
    expect(code, stdout + stderr).toBe(0)
    lasts = performance.now() - begin
    expect(await state()).toMatchObject({ current: message, profile: message, boots: message, wrong: [] })
    runsNow = message
  }

  beforeAll(async () => {
    console.log(`VM_SEED=${seed}`)
    await machine('base')
    await machine('down')
    dir = await machine('dir')
    await machine('up')
    // What nix/modules/loss-of-power.nix gives a host.
    await ssh(`${withSettle} && echo 'sync-before-registering = true' >>/etc/nix/nix.conf && sync`)
    await undisturbed('begin')
  }, 1_800_000)
  afterAll(async () => {
    if (dir) await machine('down')
  }, 60_000)

  /** A deploy whose machine loses power at this moment. */
  const cut = async (message: string, moment: (ended: Promise<unknown>) => Promise<unknown>, boot?: string) => {
    const old = runsNow
    const what = await system(message, boot)
    const begin = performance.now()
    const ended = deploy(what, tasks, { timeout: 900_000 })
    await moment(ended)
    const after = `${((performance.now() - begin) / 1000).toFixed(1)} of ${(lasts / 1000).toFixed(1)} s`
    await machine('cut')
    await machine('up')
    const end = await ended
    await ssh('systemctl is-system-running --wait || true')
    const is = await state()
    const said = `VM_SEED=${seed}, ${message}: cut after ${after}, exit ${end.code}; boots ${is.booted}, profile ${is.profile}`
    console.log(said, is.wrong, `\n${end.stderr.trim().split('\n').at(-1)}`)
    expect([old, message], said).toContain(is.booted)
    if (end.code === 0) expect(is.booted, said).toBe(message)
    if (!boot) await undisturbed(message, what)
    await undisturbed(`next-${message}`)
    expect(is, said).toMatchObject({ current: is.booted, profile: is.booted, boots: is.booted, wrong: [] })
  }

  test.each(Array.from({ length: runs }, (_, run) => run))(
    'at a random moment (%i): one whole system boots, and the next deploy succeeds',
    (run) => {
      const after = Math.sqrt(random()) * lasts * 1.05 // more often near the end, where something is activated
      return cut(`random-${run}`, (ended) => Promise.race([sleep(after), ended]))
    },
    1_800_000,
  )

  const pause = (message: string) => `echo "cut ${message}" >/dev/ttyS0\nsleep 200\n`
  test.each([
    ['before', (message: string) => pause(message) + systemdBoot],
    ['after', (message: string) => systemdBoot + pause(message)],
  ])(
    'right %s the boot loader is written: one whole system boots, and the next deploy succeeds',
    (when, boot) => {
      const message = `loader-${when}`
      return cut(
        message,
        async (ended) => {
          let over = false
          void ended.then(() => (over = true))
          while (!over && !readFileSync(`${dir}/console`, 'utf8').includes(`cut ${message}`)) await sleep(100)
        },
        boot(message),
      )
    },
    1_800_000,
  )
})
