import { flakeRef } from './flake-ref.ts'
import type { Host } from './host.ts'
import { print, quoteInDouble } from './quote.ts'
import { targetOf } from './target.ts'
import { Expanding, type Word, splitOption, splitWords } from './words.ts'

/** A template variable that nothing is known of. */
export class PlaceholderError extends Error {}

type Quotes = '' | "'" | '"'

/**
 * Replaces the template variables of go-task lollypops (`{{.REMOTE_HOST}}`) in shell text, quoted for the place they stand in.
 * @throws PlaceholderError for an unknown one
 */
export function expandPlaceholders(text: string, host: Host): string {
  const values = valuesFor(host)
  let quotes: Quotes = ''
  let expanded = ''
  for (const piece of text.split(/(\{\{.*?\}\}@?)/s)) {
    const [, name, at = ''] = /^\{\{\s*\.(\w+)\s*\}\}(@?)$/.exec(piece) ?? []
    if (name === undefined) {
      if (piece.startsWith('{{')) throw new PlaceholderError(unknown(piece, values))
      quotes = quotesAfter(piece, quotes)
      expanded += piece
      continue
    }
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new PlaceholderError(unknown(piece, values))
    const anyUser = name === 'REMOTE_USER' && value.length === 0
    if (anyUser && at === '') throw new PlaceholderError(`${piece} has no value while ssh.user is null, set that or write "${piece}@"`)
    if (value.length === 0 && at === '') expanded = expanded.replace(/ $/, '')
    expanded += anyUser ? '' : value.map((word) => inQuotes(word, quotes)).join(' ') + at
  }
  return expanded
}

function valuesFor(host: Host): Record<string, Word[]> {
  const { deployment, name, flake } = host
  const { ssh, sudo } = deployment
  return {
    HOSTNAME: [name],
    LOCAL_FLAKE_SOURCE: [flakeRef(flake.source, flake.dir)],
    REBUILD_ACTION: [new Expanding('"${REBUILD_ACTION:-switch}"', '${REBUILD_ACTION:-switch}')],
    REMOTE_COMMAND: targetOf(host).sshCommand.slice(0, splitWords(ssh.command).length),
    REMOTE_CONFIG_DIR: [deployment['config-dir']],
    REMOTE_HOST: [ssh.host],
    REMOTE_SSH_OPTS: targetOf(host).sshOpts,
    REMOTE_SUDO_COMMAND: splitWords(sudo.command),
    REMOTE_SUDO_OPTS: sudo.opts.flatMap(splitOption),
    REMOTE_USER: ssh.user === null ? [] : [ssh.user],
  }
}

function unknown(piece: string, values: object): string {
  const known = Object.keys(values).map((name) => `{{.${name}}}`)
  return `${piece} is unknown, there are ${known.join(' ')}`
}

function inQuotes(word: Word, quotes: Quotes): string {
  if (quotes === '') return print(word)
  if (word instanceof Expanding) return quotes === "'" ? `'${word.text}'` : word.inDouble
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
