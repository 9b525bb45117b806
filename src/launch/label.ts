const COLOURS = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96]

/** `[host:task] `, in a colour that a host keeps from run to run. */
export function label(host: string, task: string | undefined, coloured: boolean): Buffer {
  const text = `[${task === undefined ? host : `${host}:${task}`}]`
  return Buffer.from(coloured ? `\x1b[${colourOf(host)}m${text}\x1b[0m ` : `${text} `)
}

export function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

function colourOf(host: string): number {
  let sum = 0
  for (const byte of Buffer.from(host)) sum = (sum * 31 + byte) % 65521
  return COLOURS[sum % COLOURS.length]!
}
