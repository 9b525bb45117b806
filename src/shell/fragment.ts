/**
 * Somebody's shell text as part of a script: indented, unless that could change what it says
 * (a here-document, a quoted string over several lines).
 */
export function indent(text: string, blanks: number): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
  const [first = '', ...rest] = lines
  if (lines.some((line) => line.includes('<<') || oddQuotes(line) || line.endsWith('\\'))) {
    return [' '.repeat(blanks) + first.trimStart(), ...rest].join('\n')
  }
  const common = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => (line.trim() === '' ? '' : ' '.repeat(blanks) + line.slice(common))).join('\n')
}

function oddQuotes(line: string): boolean {
  return ["'", '"', '`'].some((mark) => (line.split(mark).length - 1) % 2 === 1)
}

/** Somebody's shell text for lines of its own, of which none runs into the next. */
export function verbatim(text: string): string {
  const lines = text.trim()
  return lines.endsWith('\\') ? `${lines}\n` : lines
}

/** Whether shell text is one pipeline that can be followed by `| more` on its line; shellcheck objects to `cat x | more`. */
export function isPipeline(text: string): boolean {
  const unquoted = text.trim().replace(/'[^']*'|"([^"$`\\]|\$\w)*"/g, 'x')
  return !/^cat\b|[\n;&#(){}<>"'`\\]|\|\|/.test(unquoted)
}
