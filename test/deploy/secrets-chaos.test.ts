import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { ownTmp, type Started } from '../support/own-tmp.ts'
import { seeded } from '../support/random.ts'
import { still } from '../support/still.ts'
import { folders, type SetName, twoSets } from '../support/two-sets.ts'
import { untilSwap } from '../support/until-swap.ts'

/** CHAOS_SEED=… repeats the moments of a run, as far as two runs are alike. */
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const runs = 18 // of each kind

// A lab's disk is in memory: what a real one loses of writes that were not synced, a crash here does not.
needs('root', 'lab')('deploy-secrets, ended at a random moment', () => {
  const lab = useLab('ahorn')
  const { tmp, start } = ownTmp(lab)
  const { hostWith, found } = twoSets(lab)
  const random = seeded(seed)
  const outcomes = { old: 0, new: 0 }
  const duration = { whole: 0, swap: 0 } // in milliseconds, of the latest one undisturbed
  let [part, now]: [number, SetName] = [0, 'A']

  const on = (script: string) => lab.exec('ahorn', script)
  const deploy = (set: SetName) => start(hostWith(set, tmp), ['deploy-secrets'])
  async function undisturbed(set: SetName, why = ''): Promise<void> {
    const begin = performance.now()
    const run = deploy(set)
    expect(await run.ended, `${why}${run.stdout()}${run.stderr()}`).toBe(0)
    const whole = performance.now() - begin
    expect(await found(), why).toBe(set.repeat(8))
    expect(
      await on(`find ${folders.join(' ')} -name '.lollypops-new'; ls /run/lollypops | grep -v 'lock$' || true`),
      why,
    ).toBe('')
    now = set
    Object.assign(duration, { whole, swap: whole * part })
  }

  /** Nothing of a deploy runs any more, neither there nor here. */
  async function rest(run: Started): Promise<void> {
    const none = (pattern: string) =>
      on(
        `for ((k = 0; k < 1500; k++)); do pgrep -f '${pattern}' >/dev/null || exit 0; sleep 0.02; done; ps axf; exit 1`,
      )
    await none('^(sudo )?bash( -s .*)?$')
    run.end()
    await run.ended
    await none('^sshd(-session)?: root|^bash( -s .*)?$')
  }

  /** Half of the moments are anywhere in a deploy, half in its swap, each half spread evenly; some are between two folders. */
  async function* moments(kind: string) {
    for (let at = 0; at < runs; at++) {
      const next: SetName = now === 'A' ? 'B' : 'A'
      const from = (['start', 'begun', 'start', 'begun', 'start', 'half done'] as const)[at % 6]!
      const even = (Math.floor(at / 2) + random()) / (runs / 2)
      const after = from === 'half done' ? 0 : even * (from === 'begun' ? duration.swap : duration.whole)
      const run = deploy(next)
      if (from !== 'start') await untilSwap(lab, folders, from, run.ended)
      if (after) await sleep(after)
      const why = `CHAOS_SEED=${seed}, ${kind} ${at}: ${after.toFixed()} ms after ${from}, from ${now} to ${next}\n`
      yield { at, run, why, old: now, next }
      await undisturbed(next, why)
    }
  }
  async function oldOrNew(why: string, run: Started, old: SetName, next: SetName): Promise<void> {
    const is = await found()
    expect([old.repeat(8), next.repeat(8)], why + run.stdout() + run.stderr()).toContain(is)
    outcomes[is[0] === old ? 'old' : 'new']++
  }
  const unseen = async (why: string) =>
    expect(
      await on(
        `find ${folders.join(' ')} /run/lollypops* -maxdepth 1 '(' -name '.lollypops-new' -o -name lollypops ')' '(' -perm /077 -o ! -user root ! -path '/home/alice/*' ')' 2>/dev/null || true`,
      ),
      why,
    ).toBe('')

  beforeAll(async () => {
    // An sshd whose sessions are killed suspects an attack, and would refuse the next logins.
    await on(
      `cd /etc/ssh/sshd_config.d; echo 'PerSourcePenalties no' >calm.conf; sshd -t 2>/dev/null && systemctl restart ssh || rm calm.conf`,
    )
    await undisturbed('A')
    const begin = performance.now()
    const run = deploy('B')
    await untilSwap(lab, folders, 'begun', run.ended)
    const begun = performance.now()
    await run.ended
    part = (performance.now() - begun) / (performance.now() - begin)
    await undisturbed('B')
  })

  test('by a signal to the script, all secrets are old or all are new', async () => {
    for await (const { at, run, why, old, next } of moments('signal')) {
      try {
        process.kill(-run.pid, (['SIGKILL', 'SIGTERM', 'SIGINT'] as const)[(at + Math.floor(at / 6)) % 3])
      } catch {} // it was faster
      await rest(run)
      await oldOrNew(why, run, old, next)
      await unseen(why)
    }
  }, 300_000)

  const breaks: ((run: Started) => Promise<unknown>)[] = [
    () => still(lab, () => on(`pkill -KILL -f '^sshd(-session)?: root' || true`)),
    async (run) => {
      for (const { pid, command } of run.processes()) if (command.includes('[mux]')) process.kill(pid, 'SIGKILL')
    },
    async () => {
      await lab.cut('ahorn')
      await sleep(300)
      await lab.heal('ahorn')
    },
    async (run) => {
      await still(lab, () => lab.cut('ahorn'))
      run.end()
      await lab.heal('ahorn')
    },
  ]
  test('by a lost connection, all secrets are old or all are new', async () => {
    for await (const { at, run, why, old, next } of moments('connection')) {
      await breaks[Math.floor(at / 2) % 4]!(run)
      await Promise.race([run.ended, sleep(20_000)])
      await rest(run)
      await oldOrNew(why, run, old, next)
      await unseen(why)
    }
  }, 300_000)

  test('by a crash of the host, each secret is old or new', async () => {
    for await (const { run, why } of moments('crash')) {
      await still(lab, () => lab.crash('ahorn'))
      run.end()
      expect(await found(), why).toMatch(/^[AB]{8}$/)
      await unseen(why)
    }
  }, 300_000)

  test('in time for the old ones, and too late', () => {
    expect(Math.min(...Object.values(outcomes)), JSON.stringify({ seed, duration, outcomes })).toBeGreaterThan(0)
  })
})
