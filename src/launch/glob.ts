import picomatch from 'picomatch'

/** Whether a word stands for the names that it matches, as in a shell: `web-*`, `web-?`, `web-[12]`, `{web,mail}-1`. */
export function isGlob(word: string): boolean {
  return /[*?[{]/.test(word)
}

export function matching(glob: string, names: readonly string[]): string[] {
  const matches = picomatch(glob.replaceAll('+', '\\+'), { dot: true, posix: true, noextglob: true, nonegate: true })
  return names.filter((name) => matches(name))
}
