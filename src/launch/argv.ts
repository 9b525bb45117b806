import { parseArgs } from 'node:util'

/** What an option is called, and whether a value follows it. */
export interface Spec {
  name: string
  takesValue: boolean
}

export interface Argv {
  words: string[]
  /** By the first name of the option: its values in order, `true` for one that has none. */
  given: Map<string, (string | true)[]>
  /** All behind `--`. */
  rest: string[]
}

/**
 * Tells options from words.
 * @param specs by every name that an option has, with its dashes
 * @param fail gets one line about an option that is unknown, or has a value it does not take
 */
export function readArgv(
  argv: readonly string[],
  specs: ReadonlyMap<string, Spec>,
  fail: (problem: string) => never,
): Argv {
  const options = [...specs].map(([name, { takesValue }]) => [
    name.replace(/^--/, ''),
    {
      type: takesValue ? ('string' as const) : ('boolean' as const),
      ...(name.startsWith('--') ? {} : { short: name.slice(1) }),
    },
  ])
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const { tokens } = parseArgs({
    args: argv.slice(0, end),
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const result: Argv = { words: [], given: new Map(), rest: argv.slice(end + 1) }
  for (const token of tokens) {
    if (token.kind === 'positional') result.words.push(token.value)
    if (token.kind !== 'option') continue
    const word = argv[token.index]!.replace(/=.*/s, '')
    const spec = specs.get(token.rawName) ?? fail(`unknown option ${word}`)
    if (!spec.takesValue && token.value !== undefined) fail(`${token.rawName} takes no value`)
    result.given.set(spec.name, [...(result.given.get(spec.name) ?? []), spec.takesValue ? (token.value ?? '') : true])
  }
  return result
}
