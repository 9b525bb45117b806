/**
 * Somebody's shell text as part of a script: indented, unless that could change what it says
 * (a quote, a here-document, a line that goes on).
 */
export function indent(text: string, blanks: number): string {
  const lines = text
    .replace(/^(\s*\n)+/, '')
    .trimEnd()
    .split('\n')
  if (text.trim().endsWith('\\') || (lines.length > 1 && /['"`]|<<|\\\n/.test(text))) return verbatim(text)
  const common = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => (line.trim() === '' ? '' : ' '.repeat(blanks) + line.slice(common))).join('\n')
}

/** Somebody's shell text for lines of its own, of which none runs into the next. */
export function verbatim(text: string): string {
  const lines = text.trim()
  return lines.endsWith('\\') ? `${lines}\n` : lines
}
