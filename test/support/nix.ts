import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { output, type RunOptions, type RunResult, run } from './run.ts'
import { tempDir } from './temp.ts'

const settings = `
experimental-features = nix-command flakes
substituters =
flake-registry =
build-users-group =
sandbox = false
`

export interface Nix {
  /** Folder that is mounted over /nix: a store path S lies here at `root` + S. */
  readonly root: string
  /** HOME and Nix settings, no network. */
  readonly env: Record<string, string>
  /** Runs a command that sees the private store as /nix. */
  run(command: string, args?: string[], options?: RunOptions): Promise<RunResult>
  /** The same for one that must succeed; returns what it printed. */
  output(command: string, args?: string[], options?: RunOptions): Promise<string>
}

/** An empty Nix store of one's own, with true /nix/store paths. Needs root and Nix, see `needs('root', 'nix')`. */
export function privateNix(root = tempDir()): Nix {
  for (const dir of ['nix/store', 'nix/var', 'home', 'conf']) mkdirSync(join(root, dir), { recursive: true })
  writeFileSync(join(root, 'conf/nix.conf'), settings)
  const env = { HOME: join(root, 'home'), XDG_CACHE_HOME: join(root, 'home/.cache'), NIX_CONF_DIR: join(root, 'conf') }
  const mounted = ['-m', 'sh', '-c', 'mount --bind "$0/nix" /nix && exec "$@"', root]
  const withEnv = (options: RunOptions = {}) => ({ ...options, env: { ...env, ...options.env } })
  return {
    root,
    env,
    run: (command, args = [], options) => run('unshare', [...mounted, command, ...args], withEnv(options)),
    output: (command, args = [], options) => output('unshare', [...mounted, command, ...args], withEnv(options)),
  }
}
