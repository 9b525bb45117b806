const TOKEN = /\x1b\[K|\x1b\[([\d;]*)m|\r|\n|[^\x1b\r\n]/gu

/** What a terminal of that size shows after each chunk: rows, each a list of characters with their colour (SGR number). */
export function framesOf(chunks, columns, rows) {
  const lines = [[]]
  let column = 0
  let colour
  const newLine = () => {
    lines.push([])
    column = 0
  }
  return chunks.map(({ at, text }) => {
    for (const [token, sgr] of text.matchAll(TOKEN)) {
      if (column === columns && token >= ' ') newLine()
      const line = lines.at(-1)
      if (sgr !== undefined) colour = Number(sgr) || undefined
      else if (token === '\x1b[K') line.length = column
      else if (token === '\r') column = 0
      else if (token === '\n') newLine()
      else line[column++] = { char: token, colour }
    }
    return { at, lines: lines.slice(-rows).map((line) => [...line]) }
  })
}
