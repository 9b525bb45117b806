import * as z from 'zod'

/** The version of the host description that this generator reads. */
export const DESCRIPTION_VERSION = 1

const text = z.string().refine((value) => !value.includes('\0'), 'must not hold a NUL')
const line = text.refine((value) => !/[\r\n]/.test(value), 'must be one line')
const word = line.min(1, 'must not be empty')
const path = z
  .string()
  .overwrite((value) => value.replace(/\/+/g, '/').replace(/(?<=.)\/$/, ''))
  .refine((value) => !value.includes('\0'), 'must not hold a NUL')
  .regex(/^\//, 'must be an absolute path')
  .refine((value) => !/\/\.{0,2}(\/|$)/.test(value), 'must be a place below /, without . and ..')
const storePath = z.string().regex(/^\/nix\/store\/[0-9a-z]{32}-[\w+.?=-]+$/, 'must be a store path')

// What OpenSSH itself refuses in a user or host name, see valid_hostname() and valid_ruser() in its ssh.c.
const sshHost = word.regex(/^(?!-)[^\s\p{Cc}'"`$\\;&<>|(){}@/]+$/u, 'must be a host name, an address or a name of your ssh configuration')
const sshUser = word.regex(/^(?!-)[^\s\p{Cc}'"`$;&<>|(){}]*[^\s\p{Cc}'"`$;&<>|(){}\\]$/u, 'must be a user name')

const account = word.regex(/^(?!-)[^\s:\p{Cc}/]+$/u, 'must be a name or a number')

const unit = word.regex(/^(?!-)[^\s\p{Cc}]+\.[a-z]+$/u, 'must be a unit with its type, such as nginx.service')
const PRINTS_STORE_FILE = /^\s*(cat|head|tail)\s[^|;&]*\/nix\/store\/[^|;&]*$/

const secret = z
  .strictObject({
    name: text,
    cmd: text
      .refine((value) => value.trim() !== '', 'must be a command')
      .refine((cmd) => !PRINTS_STORE_FILE.test(cmd), 'must not print a file of the Nix store: everybody can read that'),
    allowEmpty: z.boolean(),
    path: path.regex(/^(?!\/nix\/store\/)/, 'must not lie in the Nix store: everybody can read that'),
    mode: z.string().regex(/^[0-7]{3,4}$/, 'must be octal, such as 0400'),
    owner: account,
    'group-name': account,
    when: z.enum(['before-rebuild', 'after-rebuild']),
    restartUnits: z.array(unit),
    reloadUnits: z.array(unit),
    onChange: text,
  })
  .describe('A file on the host; its content is what cmd prints')

const files = z.strictObject({ files: z.record(text, secret) })

const extraTask = z.strictObject({
  dir: text.min(1, 'must not be empty; "." is where the script is started'),
  deps: z.array(text),
  desc: text,
  cmds: z.array(text),
})

/** A host as nix/host.nix describes it. Keys are the names of the options below `lollypops.`. */
export const hostSchema = z
  .strictObject({
    version: z.literal(DESCRIPTION_VERSION),
    name: word.regex(/^[A-Za-z0-9_][\w.+=-]*$/, 'must be a name of letters, digits and _.+=-').describe('Attribute in nixosConfigurations'),
    hostName: z.string().regex(/^$|^[A-Za-z0-9]([\w-]{0,61}[A-Za-z0-9])?$/, 'must be a host name of letters, digits, _ and -').describe('networking.hostName; empty when the host learns it elsewhere'),
    flake: z.strictObject({
      source: storePath.describe('What is copied to the host'),
      dir: line.regex(/^(?!\/)/, 'must be relative').describe('Folder of the flake below source, or empty'),
      inputs: z.array(storePath).describe('Sources of its inputs, for deploy-method archive'),
    }),
    deployment: z.strictObject({
      'config-dir': path,
      'deploy-method': z.enum(['copy', 'archive', 'rsync']),
      'local-evaluation': z.boolean(),
      group: text,
      tags: z.array(text),
      ssh: z.strictObject({ command: text, user: sshUser.nullable(), host: sshHost, opts: z.array(text) }),
      sudo: z.strictObject({ enable: z.boolean(), command: text, opts: z.array(text), 'ask-password': z.boolean() }),
    }),
    secrets: files.extend({ prune: z.boolean(), jobs: z.int().min(1) }),
    'home-manager': z.strictObject({
      users: z.record(account, z.strictObject({ home: path, secrets: files })),
    }),
    tasks: z.array(text),
    extraTasks: z.record(text, extraTask),
  })
  .describe('Host description of lollypops')

export type Host = z.infer<typeof hostSchema>
export type Secret = z.infer<typeof secret>
export type ExtraTask = z.infer<typeof extraTask>

/** JSON Schema (draft 2020-12) of the host description. */
export function jsonSchema(): object {
  return z.toJSONSchema(hostSchema, { unrepresentable: 'any' })
}
