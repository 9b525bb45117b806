import { beforeAll, beforeEach, expect, test } from 'vitest'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { output } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'
import { toyHost } from '../support/toy-host.ts'

needs(
  'root',
  'lab',
  'nix',
)('the revision that runs', () => {
  const lab = useLab('ahorn')
  const { toy, rebuild, deploy, description, reset, exec } = toyHost(lab)
  const checkout = tempDir()
  const git = (...args: string[]) =>
    output('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
      cwd: checkout,
    })
  const revisions: Record<string, string> = { foreign: 'f'.repeat(40) }

  beforeAll(async () => {
    const commit = async (name: string) => {
      await git('commit', '--quiet', '--allow-empty', '--message', name)
      revisions[name] = await git('rev-parse', 'HEAD')
    }
    await git('init', '--quiet', '--initial-branch=main')
    await commit('first')
    await commit('second')
    await git('checkout', '--quiet', '-b', 'aside', revisions.first!)
    await commit('aside')
    await git('checkout', '--quiet', 'main')
    await commit('third')
  })
  beforeEach(async () => {
    await reset()
    await exec('rm -rf /var/lib/lollypops')
  })

  /** Deploys a system of this commit, from the checkout. */
  const from = async (name: string, args: string[] = [], cwd = checkout) =>
    rebuild(
      await toy(name),
      { flake: { revision: name.replace(/^[a-z]+/, (commit) => revisions[commit]!) } },
      { cwd },
      [...args, 'deploy-flake', 'rebuild'],
    )

  const refused = (runs: string, comes: string) =>
    `ahorn runs ${revisions[runs]}, which is not part of ${revisions[comes]!.slice(0, 12)}: merge it, or pass --force to undo it\n`

  test.each([
    ['an ancestor', 'first', 'third'],
    ['the same', 'second', 'second'],
    ['the same, with changes', 'second', 'second-dirty'],
    ['the same, that had changes', 'second-dirty', 'second'],
    ['an ancestor that had changes', 'first-dirty', 'second'],
  ])('may be %s', async (_, before, then) => {
    expect(await from(before)).toMatchObject({ code: 0, runs: before })
    expect(await from(then)).toMatchObject({ code: 0, runs: then, boots: then })
  })

  test.each([
    ['not part of what comes', 'aside', 'third'],
    ['newer than what comes', 'third', 'second'],
  ])('%s is not undone, but by --force', async (_, before, then) => {
    expect(await from(before)).toMatchObject({ code: 0 })
    const { code, stderr, runs, boots } = await from(then)
    expect({ code, runs, boots }, stderr).toEqual({ code: 11, runs: before, boots: before })
    expect(stderr).toContain(refused(before, then))
    expect(await from(then, ['--force'])).toMatchObject({ code: 0, runs: then, boots: then })
  })

  test.each([
    ['in another folder', () => '/', 'first', 'second'],
    ['where it is not known', () => checkout, 'foreign', 'third'],
    ['of a commit that is not there', () => checkout, 'first', 'foreign'],
  ])('is said, where nobody can tell: %s', async (_, cwd, before, then) => {
    await from(before)
    const { code, stderr, runs } = await from(then, [], cwd())
    expect({ code, runs }).toEqual({ code: 0, runs: then })
    expect(stderr).toContain(`Whether this undoes revision ${revisions[before]} is unknown: git does not know it here`)
  })

  test('of a system that nobody has deployed from here comes from the system itself', async () => {
    await exec(
      `printf '#!/bin/sh\\necho ${revisions.aside}\\n' >/usr/local/bin/nixos-version; chmod +x /usr/local/bin/nixos-version`,
    )
    const { code, stderr } = await from('third')
    await exec('rm /usr/local/bin/nixos-version')
    expect(code, stderr).toBe(11)
    expect(stderr).toContain(refused('aside', 'third'))
  })

  test('is nobodys when there is none, which goes without saying', async () => {
    const { stderr, ...rest } = await from('second')
    expect(rest).toMatchObject({ code: 0, runs: 'second' })
    expect(stderr).not.toContain('nixos-version')
  })

  test('stays the one before where a deploy goes back', async () => {
    await from('first')
    const parts = { flake: { revision: revisions.aside! } }
    expect(
      await rebuild(await toy('broken', { activation: 'exit 1' }), parts, { cwd: checkout }, [
        '--force',
        'deploy-flake',
        'rebuild',
      ]),
    ).toMatchObject({ code: 10 })
    expect(await from('second')).toMatchObject({ code: 0, runs: 'second' })
  })

  test('is refused by check already, and a tree with changes is said', async () => {
    await from('aside')
    const parts = { flake: { revision: `${revisions.third}-dirty` } }
    const { code, stdout, stderr } = await deploy(description(await toy('third'), parts), ['check'], { cwd: checkout })
    expect(code, stderr).not.toBe(0)
    expect(stdout).toContain(
      `The flake holds changes that are not committed, on top of ${revisions.third!.slice(0, 12)}.\n`,
    )
    expect(stderr).toContain(refused('aside', 'third'))
  })

  test('does not keep rollback from going back', async () => {
    await from('first')
    await from('second')
    const parts = { flake: { revision: revisions.second! } }
    expect(await rebuild(await toy('second'), parts, { cwd: checkout }, ['rollback'])).toMatchObject({
      code: 0,
      runs: 'first',
      boots: 'first',
    })
  })
})
