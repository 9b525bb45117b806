import type { Host, Secret } from './host.ts'
import { optionName } from './option-name.ts'

/** A piece of people's own shell text, and the option that holds it. */
export interface Fragment {
  option: string
  text: string
}

/** All of them that say something, in the order of the options. */
export function fragmentsOf(host: Host): Fragment[] {
  const found: Fragment[] = []
  mapFragments(host, (text, path) => {
    if (text.trim() !== '') found.push({ option: optionName(path), text })
    return text
  })
  return found
}

/** The same host with `true` in place of each: what remains in its script is our own. */
export function withoutFragments(host: Host): Host {
  return mapFragments(host, (text) => (text.trim() === '' ? text : 'true'))
}

/** A host with other commands. The one place that knows which options hold shell text. */
export function mapFragments(host: Host, change: (text: string, path: PropertyKey[]) => string): Host {
  const at = (text: string, ...path: PropertyKey[]) => change(text, path)
  const secrets = (files: Record<string, Secret>, ...path: string[]) =>
    mapValues(files, (secret, name) => ({
      ...secret,
      cmd: at(secret.cmd, ...path, name, 'cmd'),
      onChange: at(secret.onChange, ...path, name, 'onChange'),
    }))
  return {
    ...host,
    secrets: { ...host.secrets, files: secrets(host.secrets.files, 'secrets', 'files') },
    'home-manager': {
      users: mapValues(host['home-manager'].users, (user, name) => ({
        ...user,
        secrets: { files: secrets(user.secrets.files, 'home-manager', 'users', name, 'secrets', 'files') },
      })),
    },
    extraTasks: mapValues(host.extraTasks, (task, name) => ({
      ...task,
      cmds: task.cmds.map((cmd, i) => at(cmd, 'extraTasks', name, 'cmds', i)),
    })),
    profiles: mapValues(host.profiles, (profile, name) => ({
      ...profile,
      activation: at(profile.activation, 'profiles', name, 'activation'),
    })),
    deployment: {
      ...host.deployment,
      'health-checks': mapValues(host.deployment['health-checks'], (check, name) => {
        const path = ['deployment', 'health-checks', name]
        const command = check.command === null ? null : at(check.command, ...path, 'command')
        const onHost = check['host-command'] === null ? null : at(check['host-command'], ...path, 'host-command')
        return { ...check, command, 'host-command': onHost }
      }),
    },
  }
}

function mapValues<T>(record: Record<string, T>, change: (value: T, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
