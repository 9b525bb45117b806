import type { Job } from '../choose/targets.ts'
import { type Nix, NixError } from './nix.ts'

const NO_MODULE = 'does not have the lollypops module: add lollypops.nixosModules.default to its modules'

/** Builds the script of a host with Nix: its path, or what Nix said instead, which is null for a host that may be left out. */
export async function buildScript(job: Job, nix: Nix) {
  if (job.script !== undefined) return { script: job.script, drv: null }
  try {
    return await nix.build(job.host!)
  } catch (error) {
    if (!(error instanceof NixError)) throw error
    const { said, exit, message } = error
    if (nix.groups.ending) return { said, exit, why: message }
    const known = await nix.host(job.host!) // costs as much as the build, so only after a failure
    if ('error' in known || known.info !== null) return { said, exit, why: message }
    const why = `${job.host} ${NO_MODULE}`
    return { said: job.optional ? null : `${why}\n`, exit, why }
  }
}
