import { quote, quoteInDouble, Shell } from './quote.ts'

/** A word of a command line: a string to be quoted, or one with variables. */
export type Word = string | Expanding

/** A list of words that cannot be read. */
export class WordsError extends Error {}

/**
 * Splits as a POSIX shell does, at blanks outside of quotes, and expands nothing.
 * @throws WordsError for a quote that is not closed
 */
export function splitWords(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (char === "'" || char === '"') {
      const end = closing(text, i)
      const inside = text.slice(i + 1, end)
      word = (word ?? '') + (char === '"' ? inside.replace(/\\(["$`\\])/g, '$1') : inside)
      i = end
    } else {
      if (char === '\\') i++
      word = (word ?? '') + text.charAt(i)
    }
  }
  return word === undefined ? words : [...words, word]
}

function closing(text: string, open: number): number {
  const quoteChar = text.charAt(open)
  for (let i = open + 1; i < text.length; i++) {
    if (quoteChar === '"' && text.charAt(i) === '\\') i++
    else if (text.charAt(i) === quoteChar) return i
  }
  throw new WordsError(`the quote ${quoteChar} is not closed in ${JSON.stringify(text)}`)
}

const COMMAND = /^(Proxy|Local|Remote|KnownHosts)Command\b/i
const OPTION = /^(-[A-Za-z0-9]+)\s+(\S.*)$/s

/**
 * The words of one entry of an option list. People write `"-p" "22"`, `"-p 22"`, `" -p 22"` and `"-A -p 22"`;
 * a value keeps its blanks unless what follows is an option again; a command keeps those, too
 * (`"-o ProxyCommand=ssh -W %h:%p jump"`).
 */
export function splitOption(entry: string): string[] {
  const text = entry.trimStart()
  const [, option, rest] = OPTION.exec(text) ?? []
  if (option === undefined || rest === undefined) return [text]
  if (rest.startsWith('-')) return [option, ...splitOption(rest)]
  const [, value, next] = /^(\S+)\s+(-[A-Za-z0-9].*)$/s.exec(rest) ?? []
  if ((option === '-o' && COMMAND.test(rest)) || value === undefined || next === undefined) return [option, rest]
  return [option, value, ...splitOption(next)]
}

/** A word with variables of the environment in it. */
export class Expanding extends Shell {
  /** @param inDouble the inside of a double-quoted string that says the same */
  constructor(
    text: string,
    readonly inDouble: string,
  ) {
    super(text)
  }
}

const VARIABLE = /(\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*)/

/** A word in which `$NAME` and a leading `~/` mean what they mean in a shell, and everything else stands for itself. */
export function expandable(word: string): Word {
  const pieces = word
    .replace(/^~(?=\/)/, '$$HOME')
    .split(VARIABLE)
    .filter((piece) => piece !== '')
  if (!pieces.some((piece) => VARIABLE.test(piece))) return word
  return new Expanding(
    pieces.map((piece) => (VARIABLE.test(piece) ? `"${piece}"` : quote(piece))).join(''),
    pieces.map((piece) => (VARIABLE.test(piece) ? piece : quoteInDouble(piece))).join(''),
  )
}
