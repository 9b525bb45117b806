import { type Nix, NixError } from './nix.ts'
import type { Job } from './targets.ts'

/** A script that is ready; or what Nix said instead; or a host that may be left out, since it has no script. */
export type Built = { script: string } | { message: string; said: Buffer; exit: string } | { left: 'out' }

const REMEDY = 'add lollypops.nixosModules.default to its modules'

/** Builds the script of a host with Nix. What goes wrong is in the result. */
export async function build(job: Job, nix: Nix): Promise<Built> {
  try {
    return { script: job.script ?? (await nix.build(`deploy-${job.host}`)) }
  } catch (error) {
    if (!(error instanceof NixError)) throw error
    const { message, said, exit } = error
    if (nix.groups.ending || (await hasModule(job.host!, nix))) return { message, said, exit }
    if (job.optional) return { left: 'out' }
    const problem = `${job.host} does not have the lollypops module: ${REMEDY}`
    return { message: problem, said: Buffer.from(`${problem}\n`), exit }
  }
}

/** Asked only after a failure: it costs as much as the build. */
async function hasModule(host: string, nix: Nix): Promise<boolean> {
  try {
    return (await nix.evaluate(['launch', 'hosts', host])) !== null
  } catch (error) {
    if (error instanceof NixError) return true
    throw error
  }
}
