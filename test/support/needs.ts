import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'

export const labScript = fileURLToPath(new URL('../lab/lab', import.meta.url))

const onPath = (command: string) => () =>
  spawnSync('/bin/sh', ['-c', 'command -v "$0"', command]).status === 0 ? null : `needs ${command} on PATH`

const checks = {
  root: () => (process.getuid?.() === 0 ? null : 'needs root'),
  debian: () => (existsSync('/etc/debian_version') ? null : 'needs Debian'),
  /** Hosts made of namespaces. */
  lab: () => {
    const { status, stderr } = spawnSync(labScript, ['can'], { encoding: 'utf8' })
    return status === 0 ? null : stderr.trim().replace(/^lab: /, 'the lab ')
  },
  nix: onPath('nix'),
  pass: onPath('pass'),
  age: onPath('age'),
  gopass: onPath('gopass'),
  parallel: onPath('parallel'),
  jq: onPath('jq'),
  shellcheck: onPath('shellcheck'),
  shfmt: onPath('shfmt'),
}

export type Need = keyof typeof checks

/** Why a test cannot run on this machine, or null. */
export function missing(needs: Need[], have: Record<string, () => string | null> = checks): string | null {
  for (const need of needs) {
    const reason = have[need]!()
    if (reason) return reason
  }
  return null
}

/**
 * `describe` for tests that need something of the machine. Where that is missing they are skipped
 * with a printed reason; in CI (CI=true) that is a failure.
 */
export function needs(...needed: Need[]): typeof describe | typeof describe.skip {
  const reason = missing(needed)
  if (!reason) return describe
  if (process.env.CI === 'true') throw new Error(`in CI no test may be skipped, but this one ${reason}`)
  console.warn(`skipped: ${reason}`)
  if (process.env.LOLLYPOPS_SKIPPED) appendFileSync(process.env.LOLLYPOPS_SKIPPED, `${reason}\n`)
  return describe.skip
}
