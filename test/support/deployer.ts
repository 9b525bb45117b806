import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Host, hostSchema } from '../../src/description/host.ts'
import { script } from '../../src/script/script.ts'
import type { Lab } from './lab.ts'
import type { Nix } from './nix.ts'
import type { RunOptions, RunResult } from './run.ts'
import { tempDir } from './temp.ts'

export interface Deployer {
  /** Writes the script of a host and returns its path. */
  write(host: Host): string
  /** Runs the script of a host from this machine, which has the store `nix`, against `lab`. */
  deploy(host: Host, args?: string[], options?: RunOptions): Promise<RunResult>
  /** Runs a command where scripts run. */
  run(command: string, args?: string[], options?: RunOptions): Promise<RunResult>
}

export function deployer(lab: Pick<Lab, 'env'>, nix: Nix): Deployer {
  const run: Deployer['run'] = (command, args, options = {}) =>
    nix.run(command, args, { ...options, env: { USER: 'root', ...nix.env, ...lab.env, ...options.env } })
  const write = (host: Host) => {
    const path = join(tempDir(), `deploy-${host.name}`)
    writeFileSync(path, script(hostSchema.parse(host)), { mode: 0o755 })
    return path
  }
  return { write, run, deploy: (host, args = [], options) => run(write(host), args, options) }
}

/** The host with this flake in place of the one that only its approved script knows. */
export function withFlake(host: Host, source: string, input = source): Host {
  return { ...host, flake: { ...host.flake, source, inputs: host.flake.inputs.map(() => input) } }
}
