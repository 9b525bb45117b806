import * as z from 'zod'

export const text = z.string().refine((value) => !value.includes('\0'), 'must not hold a NUL')

/**
 * Options of a command, one entry for each. An empty one is none (`[ "" ]` was the default of go-task lollypops),
 * unless it is the value of the option before it.
 */
export const options = z
  .array(text)
  .overwrite((all) => all.filter((entry, i) => entry.trim() !== '' || /^-[A-Za-z]$/.test(all[i - 1]?.trim() ?? '')))
export const line = text.refine((value) => !/[\r\n]/.test(value), 'must be one line')
export const word = line.min(1, 'must not be empty')
export const path = z
  .string()
  .overwrite((value) => value.replace(/\/+/g, '/').replace(/(?<=.)\/$/, ''))
  .refine((value) => !value.includes('\0'), 'must not hold a NUL')
  .regex(/^\//, 'must be an absolute path')
  .refine((value) => !/\/\.{0,2}(\/|$)/.test(value), 'must be a place below /, without . and ..')
export const storePath = z.string().regex(/^\/nix\/store\/[0-9a-z]{32}-[\w+.?=-]+$/, 'must be a store path')

// What OpenSSH itself refuses in a user or host name, see valid_hostname() and valid_ruser() in its ssh.c.
export const sshHost = word.regex(
  /^(?!-)[^\s\p{Cc}'"`$\\;&<>|(){}@/]+$/u,
  'must be a host name, an address or a name of your ssh configuration',
)
export const sshUser = word.regex(/^(?!-)[^\s\p{Cc}'"`$;&<>|(){}]*[^\s\p{Cc}'"`$;&<>|(){}\\]$/u, 'must be a user name')

/** `[user@]host`. As in OpenSSH, the last @ is the one that counts. */
export const isSshDestination = (value: string): boolean => {
  const at = value.lastIndexOf('@')
  return sshHost.safeParse(value.slice(at + 1)).success && (at < 0 || sshUser.safeParse(value.slice(0, at)).success)
}

export const account = word.regex(/^(?!-)[^\s:\p{Cc}/]+$/u, 'must be a name or a number')

export const command = text.refine((value) => value.trim() !== '', 'must be a command')
export const unit = word.regex(/^(?!-)[^\s\p{Cc}]+\.[a-z]+$/u, 'must be a unit with its type, such as nginx.service')

export const seconds = z
  .int('must be whole seconds')
  .min(1, 'must be at least one second')
  .max(86_400, 'must be at most a day, 86400')
