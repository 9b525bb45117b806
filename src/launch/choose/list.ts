import truncated from 'fast-string-truncated-width'
import type { Chosen, Evaluator, Host } from './fleet.ts'
import type { Job } from './targets.ts'

const COLUMNS = ['HOST', 'ADDRESS', 'GROUP', 'TAGS', 'TASKS']

/** What was chosen, or everything, as text or JSON. */
export async function listing(chosen: Chosen | undefined, json: boolean, nix: Evaluator): Promise<string> {
  const names = chosen
    ? [...chosen.jobs.flatMap(({ host }) => host ?? []), ...chosen.unknown.map(({ name }) => name)]
    : await nix.names()
  const hosts = chosen?.hosts
    ? names.map((name) => chosen.hosts!.find((host) => host.name === name)!)
    : await nix.inspect(names)
  const scripts = chosen?.jobs.filter(({ host }) => host === undefined) ?? []
  const entries = [...hosts.map(hostEntry), ...scripts.map(scriptEntry)]
  if (json) return `${JSON.stringify(entries, null, 2)}\n`
  if (entries.length === 0) return 'no hosts: the flake has no nixosConfigurations\n'
  const rows = entries.map(({ host, address, group, tags, tasks, extraTasks, error }) => {
    const all = error ?? [...new Set([...tasks, ...extraTasks])].join(' ')
    return [host, address, group, tags.join(' '), all].map((cell) => cell || '-')
  })
  return table([COLUMNS, ...rows])
}

function hostEntry(host: Host) {
  const { address = null, group = null, tags = [], tasks = [], extraTasks = [] } = ('info' in host && host.info) || {}
  return { host: host.name, script: null, address, group, tags, tasks, extraTasks, error: problemOf(host) }
}

function problemOf(host: Host): string | null {
  if ('error' in host) return `does not evaluate: ${host.error.message}`
  return host.info === null ? 'not deployable: it does not import the lollypops module' : null
}

function scriptEntry({ label, script, known = [] }: Job) {
  return { host: label, script, address: null, group: null, tags: [], tasks: known, extraTasks: [], error: null }
}

/** Columns of text, two blanks apart. What cannot be seen comes as `?`. */
export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => cell.replace(/\p{Cc}/gu, '?')))
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => widthOf(row[column] ?? ''))))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))).join('  ')
  return clean.map((row) => `${line(row).trimEnd()}\n`).join('')
}

export function widthOf(text: string): number {
  return truncated(text).width
}
