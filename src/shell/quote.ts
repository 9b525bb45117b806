/** Text that is shell already: a template prints it as it stands. */
export class Shell {
  constructor(readonly text: string) {}
}

/** What a template may print: a string is quoted to one word, an array to one word each. */
export type Printable = string | number | Shell | readonly Printable[]

const SAFE = /^[\w/.:@%+,^-][\w/.:@%+,^=#-]*$/
const KEYWORD = /^(then|fi|do|done|esac)$/ // bare, shellcheck takes it for the end of a command (SC1010)
const NEEDS_ESCAPES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2018-\u201f]/u
// What shellcheck takes for a mistake in single quotes: an expansion (SC2016), an escaped quote (SC1003), a tilde (SC2088).
const LOOKS_MISTAKEN = /^~|\$[\w{(!#?@*$-]|`|\\('|$)/

/**
 * One word for bash (and any shell behind ssh, unless it holds control characters), written as a person would:
 * bare when it is safe, else in single quotes. Characters that cannot be seen, and text that would look like
 * a mistake, come as `$'…'`, so that a word never spans lines.
 * @throws RangeError for NUL, which no shell word can hold
 */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError(`a shell word cannot hold a NUL: ${JSON.stringify(word)}`)
  if (SAFE.test(word) && !KEYWORD.test(word)) return word
  if (NEEDS_ESCAPES.test(word) || LOOKS_MISTAKEN.test(word)) return quoteAnsiC(word)
  if (!word.includes("'")) return `'${word}'`
  if (!/["$`\\!]/.test(word)) return `"${word}"`
  return quotePosix(word)
}

/** One word for any POSIX shell: single quotes around everything. For text that another shell reads, as behind ssh. */
export function quotePosix(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** One word for the shell behind ssh, quoted once more for the shell here that hands it to ssh. */
export function quoteThere(word: string): string {
  return quote(quotePosix(word))
}

/** The inside of a double-quoted string, to the letter. */
export function quoteInDouble(text: string): string {
  return text.replace(/["$`\\]/g, '\\$&')
}

function quoteAnsiC(word: string): string {
  const named: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', "'": "\\'", '\\': '\\\\' }
  const escaped = [...word].map((char) => named[char] ?? (NEEDS_ESCAPES.test(char) ? bytes(char) : char))
  return `$'${escaped.join('')}'`
}

function bytes(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}

/**
 * What `<%= %>` prints in a template.
 * @throws TypeError for undefined and null, RangeError for NUL
 */
export function print(value: Printable): string {
  if (value instanceof Shell) return value.text
  if (Array.isArray(value)) return value.map(print).join(' ')
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return quote(value)
  throw new TypeError(`nothing to print: ${String(value)}`)
}

/** Text for a comment or a message: one line, nothing that moves a cursor or hides text. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
