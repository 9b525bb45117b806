import { availableParallelism, totalmem } from 'node:os'
import { Pool } from './pool.ts'

/** What the evaluation of a NixOS system may take. */
const EVALUATION_BYTES = 2 * 1024 ** 3

/** For calls of Nix, at most `limit` at once; without one, as many as this machine has cores and memory for. */
export function buildPool(limit = evaluationsAtOnce(availableParallelism(), memory())): Pool {
  return new Pool(limit)
}

export function evaluationsAtOnce(cores: number, bytes: number): number {
  return Math.max(1, Math.min(cores, Math.floor(bytes / EVALUATION_BYTES)))
}

/** Bytes: of the machine, or what a control group leaves us of it. */
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity)
}
