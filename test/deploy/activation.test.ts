import { dirname } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Lab, useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { output } from '../support/run.ts'
import { type ToyHost, toyHosts } from '../support/toy-host.ts'
import { type Case, cases, kept } from './activation-cases.ts'
import { documented, note, recovery, row, writes, writeTable } from './activation-table.ts'

needs(
  'root',
  'lab',
  'nix',
)('an activation that', () => {
  const names = ['ahorn', 'birne', 'porree']
  const lab = useLab(...names)
  const on = toyHosts(lab, ...names)
  const smallLab = useLab('linde')
  const onSmall = toyHosts(smallLab, 'linde')
  afterAll(() => void (writes && writeTable()))

  test.concurrent.each(cases)(
    '$does',
    (each) =>
      each.small
        ? onSmall((host) => withLittleRoom(smallLab, () => comesOut(each, smallLab, host)))
        : on((host) => comesOut(each, lab, host)),
    600_000,
  )
})

/** What came of it is what was to come of it, and what the documentation says. */
async function comesOut(each: Case, lab: Lab, { name, toy, rebuild, state, exec }: ToyHost): Promise<void> {
  const { activation = '', boot = '', parts = {}, before = '', after = '', holds = '', crash, orKept } = each
  const source = await toy('new', { activation, boot })
  await exec(before)
  const { services } = await state()
  const deploy = rebuild(source, typeof parts === 'function' ? parts(await lab.address(name)) : parts)
  if (writes && each.runs === 'old') note(each, await recovery(lab, name, deploy))
  const outcome = await deploy
  const { code, says, runs } = orKept && outcome.code === 0 ? kept : each
  try {
    const { code: exit, said, runs: is, boots } = outcome
    expect({ exit, said, is, boots }, outcome.stdout + outcome.stderr).toEqual({
      exit: code,
      said: says,
      is: runs,
      boots: runs,
    })
    expect(outcome.services).toEqual(expect.arrayContaining(services))
    await exec(holds)
  } finally {
    await exec(after)
  }
  expect(await lab.ssh(name, 'uname -n')).toBe(name)
  if (!writes) expect(documented(each), 'npm run activation-table').toEqual(row(each))
  if (!crash) return
  await lab.crash(name)
  expect((await state()).runs).toBe(runs)
}

/** The disks of a lab have 4 MB left meanwhile. */
async function withLittleRoom(lab: Lab, action: () => Promise<void>): Promise<void> {
  const disk = dirname(lab.sshConfig)
  const used = Number((await output('df', ['--output=used', disk])).split('\n')[1])
  await output('mount', ['-o', `remount,size=${used + 4096}k`, disk])
  try {
    await action()
  } finally {
    await output('mount', ['-o', 'remount,size=50%', disk])
  }
}
