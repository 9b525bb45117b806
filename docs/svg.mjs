const [WIDTH, HEIGHT, MARGIN, AT_END_MS] = [8.4, 18, 12, 6000]
const COLOURS = {
  31: '#f07178',
  32: '#a3d977',
  33: '#e6c07b',
  34: '#6cb6ff',
  35: '#d19aea',
  36: '#56c8d8',
  91: '#ff8b92',
  92: '#b9f18c',
  93: '#ffd98a',
  94: '#8cc8ff',
  95: '#e5b5ff',
  96: '#7be3f0',
}

/** Frames of a terminal, one after the other; a reader who wants no motion sees the last. */
export function svg(frames, columns, rows, title) {
  const length = frames.at(-1).at + AT_END_MS
  const percent = (ms) => ((100 * ms) / length).toFixed(2)
  const rules = frames.map(({ at }, n) => {
    const next = frames[n + 1]?.at
    const end = next === undefined ? '' : `${percent(next)}%{visibility:hidden}`
    return `@keyframes f${n}{0%{visibility:hidden}${percent(at)}%{visibility:visible}${end}}#f${n}{animation:f${n} ${length.toFixed(0)}ms step-end infinite}`
  })
  const groups = frames.map(
    ({ lines }, n) =>
      `<g id="f${n}"${n < frames.length - 1 ? ' class="old"' : ''}>\n${lines.map(textOf).filter(Boolean).join('\n')}\n</g>`,
  )
  const [width, height] = [Math.ceil(columns * WIDTH) + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title).replaceAll('"', '&quot;')}">
<style>text{font:14px ui-monospace,Menlo,Consolas,monospace;fill:#d6deeb;white-space:pre}.old{visibility:hidden}
@media (prefers-reduced-motion:no-preference){${rules.join('\n')}}</style>
<rect width="100%" height="100%" rx="8" fill="#10151c"/>
${groups.join('\n')}
</svg>
`
}

function textOf(line, row) {
  if (line.length === 0) return ''
  const spans = []
  for (const { char, colour } of Array.from(line, (cell) => cell ?? { char: ' ' })) {
    if (spans.length > 0 && spans.at(-1).colour === colour) spans.at(-1).text += char
    else spans.push({ colour, text: char })
  }
  const inside = spans
    .map(({ colour, text }) =>
      COLOURS[colour] ? `<tspan fill="${COLOURS[colour]}">${escaped(text)}</tspan>` : escaped(text),
    )
    .join('')
  return `<text x="${MARGIN}" y="${MARGIN + HEIGHT * (row + 0.8)}" xml:space="preserve">${inside}</text>`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
