const WIDTH = 120

/** Breaks what is too long at blanks between words, with a backslash, where no quote and no comment is in the way. */
export function wrap(text: string): string {
  return text
    .split('\n')
    .map((line, at, all) =>
      line.length <= WIDTH || /^\s*#/.test(line) ? line : wrapLine(line, all[at - 1]?.endsWith('\\') === true),
    )
    .join('\n')
}

function wrapLine(line: string, continues: boolean): string {
  const margin = /^ */.exec(line)![0] + (continues ? '' : '  ')
  const lines: string[] = []
  let rest = line
  while (rest.length > WIDTH) {
    const at = breakIn(rest)
    if (at === undefined) break
    const before = rest.slice(0, at)
    lines.push(/(\||&&)$/.test(before) ? before : `${before} \\`)
    rest = margin + rest.slice(at + 1)
  }
  return [...lines, rest].join('\n')
}

/** The last blank between two words that fits, outside of substitutions if there is one; else the first one at all. */
function breakIn(line: string): number | undefined {
  const places: { at: number; depth: number }[] = []
  const open: string[] = []
  for (let i = line.search(/\S/); i < line.length; i++) {
    const char = line.charAt(i)
    const inside = open.at(-1)
    if (inside === "'") {
      if (char === "'") open.pop()
    } else if (char === '\\') {
      i++
    } else if (inside === '$' && char === "'") {
      open.pop()
    } else if (inside === '$') {
    } else if (char === '"') {
      if (inside === '"') open.pop()
      else open.push('"')
    } else if (line.startsWith('$(', i)) {
      open.push('(')
      i++
    } else if (inside === '"') {
    } else if (line.startsWith("$'", i)) {
      open.push('$')
      i++
    } else if (char === "'") {
      open.push("'")
    } else if (char === '(') {
      open.push('(')
    } else if (char === ')') {
      if (inside === '(') open.pop()
    } else if (char === '#' && line.charAt(i - 1) === ' ') {
      break
    } else if (
      char === ' ' &&
      !open.includes('"') &&
      !/^ ([|&;)}<>#]|\]\]|2>)/.test(line.slice(i)) &&
      !/( -[a-z]|^ *[\w-]+)$/i.test(line.slice(0, i)) && // an option stays with its value, a command with its first word
      !isTest(line, i)
    ) {
      places.push({ at: i, depth: open.length })
    }
  }
  const fitting = places.filter(({ at }) => at <= WIDTH - 2)
  return (fitting.findLast(({ depth }) => depth === 0) ?? fitting.at(-1) ?? places[0])?.at
}

/** Whether a blank stands within `[[ … ]]`, where bash takes a line's end only behind `&&` and `||`. */
function isTest(line: string, at: number): boolean {
  const before = line.slice(0, at)
  return before.lastIndexOf('[[') > before.lastIndexOf(' ]]') && !/(&&|\|\|)$/.test(before)
}
