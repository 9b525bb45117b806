import type { Login } from '../description/login.ts'
import { print, quotePosix } from '../shell/quote.ts'
import { expandable, splitOption, splitWords } from '../shell/words.ts'

/** A program that logs in to a host, or runs its arguments there by sudo where that is given. */
export function loginProgram({ ssh, sudo }: Login): string {
  const address = ssh.user === null ? ssh.host : `${ssh.user}@${ssh.host}`
  const words = [...splitWords(ssh.command), ...ssh.opts.flatMap(splitOption)].map(expandable)
  const asRoot = sudo === null ? [] : [...splitWords(sudo.command), ...sudo.opts.flatMap(splitOption)]
  const before = asRoot.length > 0 ? [asRoot.map(quotePosix).join(' ')] : []
  return `#!/usr/bin/env bash\nexec ${print([...words, address, ...before])} "$@"\n`
}
