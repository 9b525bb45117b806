import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { makeGuarded, type Phase, toy, truth, watchPhases } from '../support/disturbed-host.ts'
import { host, profile } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { ownTmp, type Started } from '../support/own-tmp.ts'
import { seeded } from '../support/random.ts'
import { toyFlake, toyProfile } from '../support/toy-flake.ts'

/** CHAOS_SEED=… repeats the moments of a run, as far as two runs are alike. */
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
/** Of how often each is disturbed. CHAOS_TIMES=1 makes more than 60 runs (`npm run chaos`); otherwise a third of it. */
const times = Number(process.env.CHAOS_TIMES ?? 1 / 3)
const activations = { A: toy.good, B: toy.good, 'without sshd': toy.withoutSshd, 'without network': toy.withoutNetwork }
type System = keyof typeof activations
const isGood = (system: System) => system === 'A' || system === 'B'
const short = { 'confirm-timeout': 3, 'activation-timeout': 5 }

// A lab's disk is in memory: what a real one loses of writes that were not synced, a crash here does not.
needs(
  'root',
  'lab',
  'nix',
)('an activation, disturbed at a random moment', () => {
  const names = ['ahorn', 'porree', 'kresse']
  const lab = useLab(...names)
  const nix = privateNix()
  const { deploy } = deployer(lab, nix)
  const sources = {} as Record<System, string>
  const paths = {} as Record<System, string>
  const profiles = {} as Record<System, string>
  const random = seeded(seed)
  let disturbances = 0
  const ends: Record<string, { outcome: 'old' | 'new'; code: number | null; recovered: number }[]> = {}

  const withoutNix = () => {
    const { tmp, start } = ownTmp(lab) // its /tmp
    writeFileSync(join(tmp, 'nix'), '#!/bin/sh\n', { mode: 0o755 }) // what it would copy is there
    return start
  }
  const hosts = names.map((name, at) => ({
    name,
    at,
    start: withoutNix(),
    runs: 'A' as System,
    good: new Map<Phase, number>(),
    bad: new Map<Phase, number>(),
  }))
  type Host = (typeof hosts)[number]
  const idle = [...hosts]
  const on = ({ name }: Host, script: string) => lab.exec(name, script)
  const described = ({ name }: Host, system: System, rollback: Partial<typeof short> = {}) =>
    withFlake(
      host({
        deployment: { ssh: { host: name }, rollback },
        profiles: { toy: profile('toy', { path: profiles[system], activation: 'cat "$PROFILE/message" >/root/toy' }) },
      }),
      sources[system],
    )

  const link = (system: System) => `/nix/var/nix/gcroots/lollypops-${sources[system].slice(11, 23)}`

  /** Until neither here nor there anything of a deploy is left; resolves to the time since which the host is at rest. */
  async function rest(host: Host, over: () => boolean): Promise<number> {
    const end = performance.now() + 120_000
    for (let since: number | undefined; ; await sleep(300)) {
      const is = await truth(lab, host.name).catch(() => ({ left: 'no answer', missing: '' }))
      since = is.left + is.missing === '' ? (since ?? performance.now()) : undefined
      if (over() && since !== undefined) return since
      if (performance.now() > end) throw new Error(`${host.name} is not at rest: ${is.left} ${is.missing}`)
    }
  }

  async function deployOf(host: Host, system: System, rollback: Partial<typeof short>): Promise<Started> {
    await on(host, `ln -sfn ${paths[system]} ${link(system)}`)
    return host.start(described(host, system, rollback), ['profile-toy', 'activate-system'], {
      PATH: `/tmp:${lab.env.PATH}`,
    })
  }
  /** What the profile is, and what it was activated with last. */
  const profileOf = async (host: Host) =>
    (await on(host, 'for i in /nix/var/nix/profiles/lollypops/toy/message /root/toy; do cat $i; echo; done')).split(
      '\n',
    )

  /** One that nothing disturbs: `system` runs and boots, and nothing is left. */
  async function undisturbed(host: Host, system: System): Promise<void> {
    const phases = watchPhases(lab, host.at)
    const run = await deployOf(host, system, { 'confirm-timeout': 120 })
    const code = await run.ended
    const durations = await phases.durations()
    expect(code, run.stdout() + run.stderr()).toBe(0)
    await rest(host, () => true)
    expect(await truth(lab, host.name)).toMatchObject({
      running: system,
      profile: system,
      boots: system,
      missing: '',
      left: '',
    })
    expect(await profileOf(host)).toEqual([system, system])
    expect(await on(host, 'ls /nix/var/nix/gcroots | grep -E "^lollypops-(old|new)$" || true')).toBe('')
    host.runs = system
    host.good = durations
  }
  const nextOf = (host: Host): System => (host.runs === 'A' ? 'B' : 'A')

  beforeAll(async () => {
    for (const [system, activation] of Object.entries(activations) as [System, string][]) {
      sources[system] = await toyFlake(nix, system, { activation, boot: toy.boot })
      profiles[system] = await toyProfile(nix, system)
    }
    await Promise.all(
      hosts.map(async (host) => {
        await makeGuarded(lab, host.name)
        for (const system of Object.keys(sources) as System[]) {
          const { code, stdout, stderr } = await deploy(described(host, system), [
            'deploy-flake',
            'build-system',
            'profile-toy',
          ])
          expect(code, stdout + stderr).toBe(0)
          paths[system] = await on(host, `readlink ${link(system)}`)
        }
        await undisturbed(host, 'A')
        const phases = watchPhases(lab, host.at)
        const run = await deployOf(host, 'without sshd', short)
        expect(await run.ended, run.stdout() + run.stderr()).toBe(10)
        host.bad = await phases.durations()
        await undisturbed(host, 'B')
      }),
    )
  })

  interface Kind {
    runs?: number
    /** How many phases are left out at the begin. */
    skip?: number
    power?: true
    disturb(host: Host, run: Started): Promise<unknown>
    afterwards?(host: Host, run: Started): Promise<unknown>
  }
  const signal = (run: Started, name: NodeJS.Signals) => {
    try {
      process.kill(-run.pid, name)
    } catch {} // it was faster
  }
  const cut = ({ name }: Host) => lab.cut(name)
  const heal = ({ name }: Host) => lab.heal(name)
  const cutFor = async (host: Host, ms: number) => {
    await cut(host)
    await sleep(ms)
    await heal(host)
  }
  const kinds: Record<string, Kind> = {
    'the cable cut for good': { runs: 4, skip: 1, disturb: cut, afterwards: heal },
    'the cable cut until nobody waits any more': {
      disturb: (host) => cutFor(host, 6500),
    },
    'the cable cut for a moment': {
      disturb: (host) => cutFor(host, 200 + 1500 * random()),
    },
    'loss of power': { runs: 8, power: true, disturb: ({ name }) => lab.crash(name) },
    'an orderly reboot': { runs: 4, power: true, disturb: ({ name }) => lab.reboot(name) },
    'SIGKILL of the main process': {
      skip: 1,
      disturb: (host) => on(host, 'systemctl kill --kill-whom=main --signal=KILL lollypops-activate || true'),
    },
    'SIGKILL of the whole unit': {
      skip: 1,
      disturb: (host) => on(host, 'echo 1 >/sys/fs/cgroup/system.slice/lollypops-activate.service/cgroup.kill || true'),
    },
    'SIGKILL of switch-to-configuration': {
      skip: 1,
      disturb: (host) =>
        on(
          host,
          `for ((k = 0; k < 100; k++)); do pkill -KILL -f '^/bin/bash [^ ]*/switch-to-configuration' && break; sleep 0.03; done; true`,
        ),
    },
    'SIGKILL of the script': {
      disturb: async (_, run) => signal(run, 'SIGKILL'),
      afterwards: async (_, run) => run.end(),
    },
    'SIGINT of the script': { disturb: async (_, run) => signal(run, 'SIGINT') },
    'systemctl stop': {
      skip: 1,
      disturb: (host) => on(host, 'timeout 60 systemctl stop lollypops-activate || true'),
    },
    // Once the system is kept, a switch is no disturbance any more, but what somebody wants: the unit stands still until
    // this one has begun.
    'a second switch-to-configuration, by hand': {
      skip: 1,
      disturb: (host) =>
        on(
          host,
          `unit=/sys/fs/cgroup/system.slice/lollypops-activate.service began=$(wc -l </root/activated)
          echo 1 >$unit/cgroup.freeze && while grep -qs 'frozen 0' $unit/cgroup.events; do sleep 0.01; done
          case $(readlink /run/lollypops/current/state) in
            activating | waiting)
              ${paths[host.runs]}/bin/switch-to-configuration test &
              while kill -0 $! && [ "$(wc -l </root/activated)" = "$began" ]; do sleep 0.01; done 2>/dev/null
              ;;
          esac
          echo 0 >$unit/cgroup.freeze
          wait`,
        ),
    },
    'a nearly full /run': {
      disturb: (host) => on(host, 'mount -o remount,size=$(($(df --output=used /run | tail -n 1) + 4096))k /run'),
      afterwards: (host) => on(host, 'mount -o remount,size=50% /run'),
    },
    'SIGKILL of the connections': { disturb: (host) => on(host, `pkill -KILL -f '^sshd(-session)?: root' || true`) },
  }

  /** One run: `at` from 0 to below 1 is where in its phases it is disturbed, each of which has the same share. */
  async function disturbed(host: Host, kind: string, next: System, at: number): Promise<void> {
    const { skip = 0, power, disturb, afterwards } = kinds[kind]!
    const old = host.runs
    const phases = [...(isGood(next) ? host.good : host.bad)].slice(skip)
    const [phase, lasts] = phases[Math.floor(at * phases.length)]!
    const after = lasts * ((at * phases.length) % 1)

    disturbances++
    const watch = watchPhases(lab, host.at)
    const run = await deployOf(host, next, short)
    const said = () => run.stdout() + run.stderr()
    try {
      await watch.until(phase, run.ended)
      await sleep(after)
      const begin = performance.now()
      if (power) await disturb(host, run) // nobody looks on: a host does not go down before who looks on has left
      let over = false
      const rested = rest(host, () => over)
      rested.catch(() => {}) // seen below
      if (!power) await disturb(host, run)
      const code = await Promise.race([run.ended, sleep(90_000, undefined, { ref: false })])
      await afterwards?.(host, run)
      over = true
      const recovered = ((await rested) - begin) / 1000

      const is = await truth(lab, host.name)
      const now = is.running as System
      if (process.env.CHAOS_LOG)
        console.log(
          `${kind}: ${after.toFixed()} ms after ${phase}, from ${old} to ${next}\n${watch.said()}${said()}(${code})\n`,
          is,
          recovered,
        )
      expect(isGood(next) ? [old, next] : [old]).toContain(now)
      expect(is.boots).toBe(now)
      expect(power && code !== 0 ? [old, next] : [now]).toContain(is.profile)
      expect(now === next ? [0, 12, 130, null] : [1, 10, 11, 12, 130, null]).toContain(code)
      if (!power) expect(await profileOf(host)).toEqual([now, now])
      const named = [...said().matchAll(/(?:runs|back to) (\/nix\/store\/(?!\S+-toy-profile)[\w.+-]*\w)/g)].at(-1)
      if (named) expect(named[1]).toBe(paths[now])
      await lab.ssh(host.name, 'true')
      ends[kind] ??= []
      ends[kind].push({ outcome: now === next ? 'new' : 'old', code: code as number | null, recovered })
      host.runs = now
      await undisturbed(host, nextOf(host))
    } catch (error) {
      const why = `CHAOS_SEED=${seed}, ${kind}, ${host.name}: ${after.toFixed()} ms after ${phase}, from ${old} to ${next}\n${watch.said()}${said()}`
      throw new Error(`${why}\n${(error as Error).message}`, { cause: error })
    } finally {
      watch.end()
      run.end()
    }
  }

  let broken: unknown
  test.concurrent.each(Object.keys(kinds))(
    '%s: it runs the old system or the new one',
    async (kind) => {
      while (idle.length === 0 && !broken) await sleep(50)
      if (broken) throw new Error('not tried any more', { cause: broken })
      const host = idle.shift()!
      const half = Math.ceil(((kinds[kind]!.runs ?? 6) / 2) * times)
      try {
        for (let k = 0; k < half; k++) {
          await disturbed(host, kind, nextOf(host), (k + random()) / half)
          await disturbed(host, kind, random() < 1 / 2 ? 'without sshd' : 'without network', (k + random()) / half)
        }
      } catch (error) {
        broken = error
        throw error
      }
      idle.push(host)
    },
    1_200_000 * Math.max(1, times),
  )

  test('in time for the new one, and too late', () => {
    const all = Object.values(ends).flat()
    const row = (kind: string, runs: typeof all) => {
      const times = runs.map(({ recovered }) => recovered).sort((a, b) => a - b)
      const count = (outcome: string) => String(runs.filter((end) => end.outcome === outcome).length)
      const codes = [...new Set(runs.map(({ code }) => code ?? 'none'))].sort().join(', ')
      const seconds = (time = 0) => `${time.toFixed(1)} s`
      return [
        kind,
        String(runs.length),
        count('old'),
        count('new'),
        codes,
        seconds(times[times.length >> 1]),
        seconds(times.at(-1)),
      ]
    }
    const head = ['disturbed by', 'runs', 'old', 'new', 'exit codes', 'at rest after (median)', '(longest)']
    const rows = [
      head,
      head.map(() => '---'),
      ...Object.entries(ends).map(([kind, runs]) => row(kind, runs)),
      row('all', all),
    ]
    const broken = disturbances - all.length
    console.log(`CHAOS_SEED=${seed}: ${disturbances} runs, violations: ${broken}\n`)
    console.log(rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n'))
    for (const outcome of ['old', 'new']) expect(all.map((end) => end.outcome)).toContain(outcome)
    expect(all.length).toBeGreaterThanOrEqual(50 * times)
  })
})
