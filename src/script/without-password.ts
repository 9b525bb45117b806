import { basename } from 'node:path/posix'
import type { Host } from '../description/host.ts'
import { splitWords } from '../shell/words.ts'

const REMEDIES: Record<string, string> = {
  sudo: 'set sudo.ask-password, or security.sudo.wheelNeedsPassword = false there',
  doas: 'set noPass in security.doas.extraRules there',
  run0: 'allow that by a rule in security.polkit.extraConfig there',
}

/** What to do when `sudo.command` wants a password, in one sentence. */
export function withoutPassword({ deployment }: Host): string {
  const program = basename(splitWords(deployment.sudo.command)[0]!).replace(/-rs$/, '')
  return Object.hasOwn(REMEDIES, program) ? REMEDIES[program]! : 'allow that there'
}
