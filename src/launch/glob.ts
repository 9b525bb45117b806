import picomatch from 'picomatch'

/** The names that a glob stands for. */
export type Match = (glob: string, names: readonly string[]) => string[]

export const match: Match = (glob, names) => {
  const matches = picomatch(glob.replaceAll('+', '\\+'), { dot: true, posix: true, noextglob: true, nonegate: true })
  return names.filter((name) => matches(name))
}
