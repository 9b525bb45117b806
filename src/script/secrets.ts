import { basename, dirname } from 'node:path/posix'
import type { Host, Secret } from '../description/host.ts'
import { optionName } from '../description/option-name.ts'
import { oneLine } from '../shell/quote.ts'

/** A secret as the script puts it in place. */
export interface PlacedSecret extends Secret {
  /** What messages call it. */
  label: string
  /** The option that declares it. */
  option: string
  /** The home-manager user that it belongs to, who then owns the folders made for it. */
  user: string | undefined
  /** Its folder on the host. */
  folder: string
  /** Its file name below that. */
  file: string
}

/** Secrets of a host, all or those for one moment: its own, then those of its home-manager users, each by name. */
export function secretsOf(host: Host, when?: Secret['when']): PlacedSecret[] {
  const own = placed(host.secrets.files, ['secrets', 'files'], undefined)
  const ofUsers = sorted(host['home-manager'].users).flatMap(([user, { secrets }]) =>
    placed(secrets.files, ['home-manager', 'users', user, 'secrets', 'files'], user),
  )
  return [...own, ...ofUsers].filter((secret) => when === undefined || secret.when === when)
}

/** Secrets by the folder they lie in; the number is its name in the script. */
export function foldersOf(
  secrets: readonly PlacedSecret[],
): { number: number; path: string; secrets: PlacedSecret[] }[] {
  const folders = new Map<string, PlacedSecret[]>()
  for (const secret of secrets) folders.set(secret.folder, [...(folders.get(secret.folder) ?? []), secret])
  return [...folders].map(([path, inside], index) => ({ number: index + 1, path, secrets: inside }))
}

function placed(files: Record<string, Secret>, path: string[], user: string | undefined): PlacedSecret[] {
  return sorted(files).map(([name, secret]) => ({
    ...secret,
    label: oneLine(user === undefined ? secret.name : `${secret.name} of ${user}`),
    option: optionName([...path, name]),
    user,
    folder: dirname(secret.path),
    file: basename(secret.path),
  }))
}

function sorted<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}
