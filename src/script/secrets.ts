import { basename } from 'node:path/posix'
import type { Host, Secret } from '../description/host.ts'
import { optionName } from '../description/option-name.ts'
import { indent } from '../shell/fragment.ts'
import { oneLine } from '../shell/quote.ts'

/** A secret as the script puts it in place. */
export interface PlacedSecret extends Secret {
  /** What messages and the script call it; no two are alike. */
  label: string
  /** The option that declares it. */
  option: string
  /** Its file name. */
  file: string
}

/** What a task streams to the host. */
export interface SecretStream {
  /** The function that prints the secrets. */
  list: 'lp_secrets' | 'lp_late_secrets'
  secrets: { words: string[]; cmd: string; change: { delimiter: string; text: string } | undefined }[]
  /** Whether what an earlier run placed is removed, apart from these, which another stream brings. */
  prune: boolean
  stay: string[]
}

/** All that templates print of secrets. */
export interface Secrets {
  before: SecretStream | undefined
  after: SecretStream | undefined
  jobs: number
}

/** Secrets of a host: its own, then those of its home-manager users, each by name. */
export function secretsOf(host: Host, when?: Secret['when']): PlacedSecret[] {
  const own = placed(host.secrets.files, ['secrets', 'files'], undefined)
  const ofUsers = sorted(host['home-manager'].users).flatMap(([user, { secrets }]) =>
    placed(secrets.files, ['home-manager', 'users', user, 'secrets', 'files'], user),
  )
  const labels = new Set<string>()
  const all = [...own, ...ofUsers].map((secret) => {
    let label = secret.label
    for (let n = 2; labels.has(label); n++) label = `${secret.label} (${n})`
    labels.add(label)
    return { ...secret, label }
  })
  return all.filter((secret) => when === undefined || secret.when === when)
}

export function secretsModel(host: Host): Secrets {
  const all = secretsOf(host)
  const stream = (when: Secret['when'], prune: boolean): SecretStream | undefined => {
    const [mine, others] = [all.filter((each) => each.when === when), all.filter((each) => each.when !== when)]
    if (mine.length === 0 && !prune) return undefined
    const list = when === 'before-rebuild' ? 'lp_secrets' : 'lp_late_secrets'
    return {
      list,
      secrets: mine.map(streamed),
      prune,
      stay: others.map(({ path }) => path),
    }
  }
  return {
    before: stream('before-rebuild', host.secrets.prune),
    after: stream('after-rebuild', false),
    jobs: Math.min(host.secrets.jobs, all.length),
  }
}

/** Whether a run that fails puts back the secrets from before it. */
export function undoes(host: Host): boolean {
  return host.deployment.rollback.enable && secretsModel(host).before !== undefined
}

function streamed({ label, path, owner, mode, cmd, allowEmpty, onChange, ...secret }: PlacedSecret) {
  const words = [label, path, owner, secret['group-name'], mode.replace(/^0+(?=.)/, '')]
  if (allowEmpty) words.push('may-be-empty')
  words.push(...secret.restartUnits.map((unit) => `restart=${unit}`))
  words.push(...secret.reloadUnits.map((unit) => `reload=${unit}`))
  const change = onChange.trim() === '' ? undefined : hereDocument(onChange)
  return { words, cmd: `\0${indent(cmd, 4)}\0`, change }
}

/** Text for a here-document that no line of it can end. */
function hereDocument(text: string) {
  const lines = text.split('\n')
  let delimiter = 'CHANGE'
  for (let n = 2; lines.includes(delimiter); n++) delimiter = `CHANGE${n}`
  return { delimiter, text: text.replace(/\n+$/, '') }
}

/** A table of secrets, a line each: name, path, mode, owner and group, units. */
export function secretRows(secrets: readonly PlacedSecret[]): string[] {
  const rows = secrets.map((secret) => [
    secret.label,
    oneLine(secret.path),
    `${secret.mode} ${secret.owner}:${secret['group-name']}`,
    [
      ...secret.restartUnits.map((unit) => `restarts ${unit}`),
      ...secret.reloadUnits.map((unit) => `reloads ${unit}`),
    ].join(', '),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  )
}

function placed(files: Record<string, Secret>, path: string[], user: string | undefined): PlacedSecret[] {
  return sorted(files).map(([name, secret]) => ({
    ...secret,
    label: oneLine(user === undefined ? secret.name : `${secret.name} of ${user}`),
    option: optionName([...path, name]),
    file: basename(secret.path),
  }))
}

function sorted<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}
