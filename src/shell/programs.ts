/** Whether shell text calls a program of that name: as the first word of a command. */
export function calls(text: string, name: string): boolean {
  const start = String.raw`(?:^|[;&|({!\n\x60]|\b(?:if|then|elif|else|do|while|until|time)\s)`
  const assignments = String.raw`\s*(?:\w+=\S*\s+)*`
  return new RegExp(`${start}${assignments}${name}(?=$|[\\s;&|)\x60])`).test(text)
}

/**
 * Somebody's shell text, for which the names of tasks are those of programs again.
 * Tasks are functions, and a task `bw` would else stand in front of the program.
 */
export function withPrograms(text: string, tasks: readonly string[]): string {
  const shadowed = tasks.filter((task) => calls(text, task))
  return shadowed.length === 0
    ? text.trim()
    : `unset -f ${shadowed.join(' ')} # the program, not the task\n${text.trim()}`
}
