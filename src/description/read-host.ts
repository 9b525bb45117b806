import * as z from 'zod'
import { checkHost } from './check-host.ts'
import { DESCRIPTION_VERSION, type Host, hostSchema } from './host.ts'
import { InputError } from './input-error.ts'
import { type Login, loginSchema } from './login.ts'
import { optionName } from './option-name.ts'

/**
 * A host description out of JSON.
 * @throws InputError in one line: which option, which value, what to do
 */
export function readHost(json: string): Host {
  const data = parse(json)
  const { version } = (data ?? {}) as { version?: unknown }
  if (version !== DESCRIPTION_VERSION) {
    throw new InputError(
      `version is ${show(version)}, this lollypops reads ${DESCRIPTION_VERSION}: make both with the same release`,
    )
  }
  const host = valid(hostSchema, data)
  checkHost(host)
  return host
}

/**
 * How a host is reached, out of the JSON of `lollypops.deployment.ssh.login`.
 * @throws InputError in one line
 */
export function readLogin(json: string): Login {
  const { deployment } = valid(z.strictObject({ deployment: loginSchema }), { deployment: parse(json) })
  return deployment
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json, (key, value) => (key === '__proto__' ? refuseKey(key) : value))
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`not JSON: ${(error as Error).message}`)
  }
}

function valid<T>(schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data, { reportInput: true })
  if (!result.success) throw new InputError(explain(result.error.issues[0]!, data))
  return result.data
}

function refuseKey(key: string): never {
  throw new InputError(`nothing can be called ${key}`)
}

function explain(issue: z.core.$ZodIssue, data: unknown): string {
  const option = optionName(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return `${optionName([...issue.path, issue.keys[0]!])}: unknown, remove it or mend its name`
  }
  if (issue.code === 'invalid_key') return `${option}: its name ${issue.issues[0]!.message}`
  const value = issue.path.reduce((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], data)
  if (value === undefined) return `${option}: missing`
  return `${option}: ${issue.message.replace(/^Invalid (input|option): /, '').replace(/, received .*$/, '')}, not ${show(value)}`
}

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? 'missing'
  return json.length > 80 ? `${json.slice(0, 77)}...` : json
}
