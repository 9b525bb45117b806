import truncated from 'fast-string-truncated-width'
import type { Chosen, Evaluator, Host } from './fleet.ts'

const COLUMNS = ['HOST', 'ADDRESS', 'GROUP', 'TAGS', 'TASKS']

/** What was chosen, as text or JSON. */
export async function listing({ jobs, unknown, hosts }: Chosen, json: boolean, nix: Evaluator): Promise<string> {
  const names = [...jobs.flatMap(({ host }) => host ?? []), ...unknown.map(({ name }) => name)]
  const known = new Map((hosts ?? (await nix.inspect(names))).map((host) => [host.name, host]))
  const scripts = jobs.flatMap(({ label: name, script, known: tasks = [] }) =>
    script === undefined ? [] : [{ ...entryOf({ name }), script, tasks }],
  )
  const entries = [...names.map((name) => entryOf(known.get(name)!)), ...scripts]
  if (json) return `${JSON.stringify(entries, null, 2)}\n`
  if (entries.length === 0) return 'no hosts: the flake has no nixosConfigurations\n'
  const rows = entries.map(({ host, address, group, tags, tasks, extraTasks, error }) => {
    const all = error ?? [...new Set([...tasks, ...extraTasks])].join(' ')
    return [host, address, group, tags.join(' '), all].map((cell) => cell || '-')
  })
  return table([COLUMNS, ...rows])
}

function entryOf({ name, info, error }: Host) {
  const { address = null, group = null, tags = [], tasks = [], extraTasks = [] } = info ?? {}
  const problem = info === null ? 'not deployable: it does not import the lollypops module' : null
  const failed = error ? `does not evaluate: ${error.message}` : problem
  return { host: name, script: null, address, group, tags, tasks, extraTasks, error: failed }
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
