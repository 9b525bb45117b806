import * as z from 'zod'
import { builderSchema, deploymentSchema } from './deployment.ts'
import { account, command, line, path, storePath, text, unit, word } from './values.ts'

/** The version of the host description that this generator reads. */
export const DESCRIPTION_VERSION = 1

const PRINTS_STORE_FILE = /^\s*(cat|head|tail)\s[^|;&]*\/nix\/store\/[^|;&]*$/

const secret = z
  .strictObject({
    name: text,
    cmd: command.refine(
      (cmd) => !PRINTS_STORE_FILE.test(cmd),
      'must not print a file of the Nix store: everybody can read that',
    ),
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

const profile = z
  .strictObject({
    path: storePath,
    user: account.regex(/\D/, 'must be the name of a user'),
    activation: command,
    // root makes the link: no user may change a folder above it
    profile: path.regex(
      /^\/nix\/var\/nix\/profiles\/(?!per-user(\/|$))/,
      'must be below /nix/var/nix/profiles, and not in per-user',
    ),
    order: z.int('must be a whole number'),
  })
  .describe('A store path with an activation command')

/** A host as nix/host.nix describes it. Keys are the names of the options below `lollypops.`. */
export const hostSchema = z
  .strictObject({
    version: z.literal(DESCRIPTION_VERSION),
    name: word
      .regex(/^[A-Za-z0-9_][\w.+=-]*$/, 'must be a name of letters, digits and _.+=-')
      .describe('Attribute in nixosConfigurations'),
    hostName: z
      .string()
      .regex(/^$|^[A-Za-z0-9]([\w-]{0,61}[A-Za-z0-9])?$/, 'must be a host name of letters, digits, _ and -')
      .describe('networking.hostName; empty when the host learns it elsewhere'),
    flake: z.strictObject({
      source: storePath.describe('What is copied to the host'),
      dir: line.regex(/^(?!\/)/, 'must be relative').describe('Folder of the flake below source, or empty'),
      inputs: z.array(storePath).describe('Sources of its inputs, for deploy-method archive'),
      revision: z
        .string()
        .regex(/^([0-9a-f]{40,64}(-dirty)?)?$/, 'must be a git revision')
        .describe('Of the checkout, with -dirty behind the one that was changed, or empty'),
    }),
    deployment: deploymentSchema,
    system: storePath.nullable().describe('Its toplevel where `build` is "local", so that it is built with the script'),
    builder: builderSchema.nullable().describe('The host that builds, where `build` names one'),
    platform: z
      .string()
      .regex(/^[\w.-]*$/, 'must be such as x86_64-linux')
      .describe('Such as x86_64-linux, or empty'),
    secrets: files.extend({ prune: z.boolean(), jobs: z.int().min(1) }),
    'home-manager': z.strictObject({
      users: z.record(account, z.strictObject({ home: path, secrets: files })),
    }),
    profiles: z.record(text, profile),
    tasks: z.array(text),
    pull: z.boolean(),
    shellcheck: z.enum(['error', 'warning', 'style', 'off']),
    extraTasks: z.record(text, extraTask),
  })
  .describe('Host description of lollypops')

export type Host = z.infer<typeof hostSchema>
export type Secret = z.infer<typeof secret>
export type Profile = z.infer<typeof profile>
export type ExtraTask = z.infer<typeof extraTask>

/** JSON Schema (draft 2020-12) of the host description. */
export function jsonSchema(): object {
  return z.toJSONSchema(hostSchema, { unrepresentable: 'any' })
}
