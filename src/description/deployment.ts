import * as z from 'zod'
import {
  command,
  isSshDestination,
  line,
  options,
  path,
  seconds,
  sshHost,
  sshUser,
  text,
  unit,
  word,
} from './values.ts'

export const sshSchema = z.strictObject({ command: text, user: sshUser.nullable(), host: sshHost, opts: options })

const healthCheckSchema = z.strictObject({
  command: command.nullable(),
  'host-command': command.nullable(),
  url: line.regex(/^https?:\/\/[^\s\p{Cc}'"]+$/u, 'must be an http or https URL').nullable(),
  unit: unit.nullable(),
  timeout: seconds,
  interval: z.int('must be whole seconds').min(0, 'must not be negative').max(86_400, 'must be at most a day, 86400'),
  tries: z.int('must be a whole number').min(1, 'must be at least 1').max(1000, 'must be at most 1000'),
})

/** How a host is deployed: the options below `lollypops.deployment.`. */
export const deploymentSchema = z.strictObject({
  'config-dir': path,
  'deploy-method': z.enum(['copy', 'archive', 'rsync']),
  'local-evaluation': z.boolean(),
  build: text
    .refine(
      isSshDestination,
      'must be "target", "local", the name of another host of the flake, or an ssh address such as root@builder.example.org',
    )
    .describe('target, local, the name of another host, or an ssh address'),
  'substitute-on-destination': z.boolean(),
  compress: z.boolean(),
  group: text,
  tags: z.array(text),
  'may-be-offline': z.boolean(),
  ssh: sshSchema,
  sudo: z.strictObject({ enable: z.boolean(), command: text, opts: options, 'ask-password': z.boolean() }),
  rollback: z.strictObject({
    enable: z.boolean(),
    'confirm-timeout': seconds,
    'activation-timeout': seconds,
    'confirm-host': sshHost.nullable(),
    'confirm-port': z.int('must be a port').min(1, 'must be a port').max(65_535, 'must be a port').nullable(),
    'ignore-failed-units': z.array(unit.regex(/^[^*?[]*$/, 'must be the name of one unit, not a pattern')),
  }),
  'health-checks': z.record(word, healthCheckSchema),
  reboot: z.enum(['never', 'when-needed', 'always']),
  'reboot-guard': z.boolean(),
  'reboot-timeout': seconds,
})

/** The ssh of another host that builds, as that one has it. */
export const builderSchema = z.strictObject({ name: line, ssh: sshSchema })

export type HealthCheck = z.infer<typeof healthCheckSchema>
