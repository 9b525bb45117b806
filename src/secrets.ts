import { dirname, basename } from 'node:path/posix'
import type { Host, Secret } from './host.ts'
import { optionName } from './option-name.ts'

/** A secret as the script puts it in place. */
export interface PlacedSecret extends Secret {
  /** The option that declares it. */
  option: string
  /** The home-manager user that it belongs to, who then owns the folders made for it. */
  user: string | undefined
  /** Its folder on the host. */
  folder: string
  /** Its file name below that. */
  file: string
}

/** All secrets of a host: its own, then those of its home-manager users, each by name. */
export function secretsOf(host: Host): PlacedSecret[] {
  const own = placed(host.secrets.files, ['secrets', 'files'], undefined)
  const ofUsers = sorted(host['home-manager'].users).flatMap(([user, { secrets }]) =>
    placed(secrets.files, ['home-manager', 'users', user, 'secrets', 'files'], user),
  )
  return [...own, ...ofUsers]
}

/** The folders that secrets lie in, by the user who makes them when they are missing: undefined is root. */
export function foldersByUser(secrets: readonly PlacedSecret[]): Map<string | undefined, string[]> {
  const folders = new Map<string | undefined, string[]>()
  for (const { user, folder } of secrets) {
    folders.set(user, [...new Set([...(folders.get(user) ?? []), folder])])
  }
  return folders
}

function placed(files: Record<string, Secret>, path: string[], user: string | undefined): PlacedSecret[] {
  return sorted(files).map(([name, secret]) => ({
    ...secret,
    option: optionName([...path, name]),
    user,
    folder: dirname(secret.path),
    file: basename(secret.path),
  }))
}

function sorted<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}
