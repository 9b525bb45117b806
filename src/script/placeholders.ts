import { mapFragments } from '../description/fragments.ts'
import type { Host } from '../description/host.ts'
import { InputError } from '../description/input-error.ts'
import { optionName } from '../description/option-name.ts'
import { print, quoteInDouble } from '../shell/quote.ts'
import { Expanding, splitOption, splitWords, type Word } from '../shell/words.ts'
import { flakeRef } from './places.ts'
import { targetOf } from './target.ts'

/** A template variable that nothing is known of. */
export class PlaceholderError extends Error {}

type Quotes = '' | "'" | '"'

const PIECES = /(\{\{\s*(?:"[^"]*"|`[^`]*`|[^}]*)\s*\}\}@?)/

/**
 * A host with the template variables replaced in extra tasks and in the `cmd` of secrets.
 * @throws InputError for an unknown one, in one line that names the option
 */
export function withPlaceholders(host: Host): Host {
  const each = (expand: typeof fillPlaceholders, text: string, path: PropertyKey[]): string => {
    try {
      return expand(text, host)
    } catch (error) {
      if (!(error instanceof PlaceholderError)) throw error
      throw new InputError(`${optionName(path)}: ${error.message}`)
    }
  }
  const { extraTasks, ...rest } = mapFragments(host, (text, path) =>
    path[0] === 'extraTasks' || path.at(-1) === 'cmd' ? each(expandPlaceholders, text, path) : text,
  )
  const filled = Object.entries(extraTasks).map(([name, task]) => {
    const dir = each(fillPlaceholders, task.dir, ['extraTasks', name, 'dir'])
    const desc = each(fillPlaceholders, task.desc, ['extraTasks', name, 'desc'])
    return [name, { ...task, dir, desc }]
  })
  return { ...rest, extraTasks: Object.fromEntries(filled) }
}

/**
 * Replaces the template variables of go-task lollypops (`{{.REMOTE_HOST}}`) in shell text, quoted for the place they
 * stand in. A string in braces stands for itself: `{{"{{.Names}}"}}`.
 * @throws PlaceholderError for an unknown one
 */
export function expandPlaceholders(text: string, host: Host): string {
  let quotes: Quotes = ''
  let expanded = ''
  for (const piece of text.split(PIECES)) {
    const words = wordsFor(piece, host)
    if (words === undefined) {
      quotes = quotesAfter(piece, quotes)
      expanded += piece
    } else if (words.length === 0) {
      expanded = expanded.replace(/ $/, '')
    } else {
      expanded += words.map((word) => inQuotes(word, quotes)).join(' ')
    }
  }
  return expanded
}

/** The same for text that is not shell: values as they are. */
export function fillPlaceholders(text: string, host: Host): string {
  const filled = text.split(PIECES).map((piece) => wordsFor(piece, host)?.map(plain).join(' ') ?? piece)
  return filled.join('')
}

/** The words that a template variable stands for; undefined for other text. */
function wordsFor(piece: string, host: Host): Word[] | undefined {
  if (!piece.startsWith('{{')) return undefined
  const [, literal] = /^\{\{\s*(?:"([^"]*)"|`([^`]*)`)\s*\}\}/.exec(piece)?.filter((part) => part !== undefined) ?? []
  if (literal !== undefined) return [new Expanding(literal, literal)]
  const values = valuesFor(host)
  const [, name = '', at = ''] = /^\{\{\s*\.(\w+)\s*\}\}(@?)$/.exec(piece) ?? []
  const value = Object.hasOwn(values, name) ? values[name]! : undefined
  if (value === undefined) {
    const known = Object.keys(values).map((each) => `{{.${each}}}`)
    throw new PlaceholderError(
      `${piece} is unknown, there are ${known.join(' ')}; as text, write {{"${piece.replace(/@$/, '')}"}}`,
    )
  }
  if (at === '') {
    if (value.length === 0 && name === 'REMOTE_USER') {
      throw new PlaceholderError(`${piece} has no value while ssh.user is null, set that or write "${piece}@"`)
    }
    return value
  }
  return value.length === 0 ? [new Expanding('', '')] : [...value.slice(0, -1), withAt(value.at(-1)!)]
}

function withAt(word: Word): Word {
  return typeof word === 'string' ? `${word}@` : new Expanding(`${word.text}@`, `${word.inDouble}@`)
}

function plain(word: Word): string {
  return typeof word === 'string' ? word : word.inDouble
}

function valuesFor(host: Host): Record<string, Word[]> {
  const { deployment, name, flake } = host
  const { ssh, sudo } = deployment
  return {
    HOSTNAME: [name],
    LOCAL_FLAKE_SOURCE: [flakeRef(flake.source, flake.dir)],
    REBUILD_ACTION: [new Expanding('"${REBUILD_ACTION:-switch}"', '${REBUILD_ACTION:-switch}')],
    REMOTE_COMMAND: targetOf(host).command,
    REMOTE_CONFIG_DIR: [deployment['config-dir']],
    REMOTE_HOST: [ssh.host],
    REMOTE_SSH_OPTS: targetOf(host).opts,
    REMOTE_SUDO_COMMAND: splitWords(sudo.command),
    REMOTE_SUDO_OPTS: sudo.opts.flatMap(splitOption),
    REMOTE_USER: ssh.user === null ? [] : [ssh.user],
  }
}

function inQuotes(word: Word, quotes: Quotes): string {
  if (quotes === '') return print(word)
  if (word instanceof Expanding) return quotes === "'" && word.text !== word.inDouble ? `'${word.text}'` : word.inDouble
  return quotes === "'" ? word.replaceAll("'", "'\\''") : quoteInDouble(word)
}

/** In which quotes a shell is after this text, when it was in those before. */
function quotesAfter(text: string, before: Quotes): Quotes {
  let quotes = before
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '\\' && quotes !== "'") i++
    else if (char === quotes) quotes = ''
    else if (quotes === '' && (char === "'" || char === '"')) quotes = char
  }
  return quotes
}
