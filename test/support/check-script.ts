import { spawnSync } from 'node:child_process'

function check(command: string, args: string[], script: string): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, { input: script, encoding: 'utf8' })
  if (error !== undefined) return `${command} cannot be started: is it installed?`
  return status === 0 && stderr === '' ? stdout : `${command} (${status}): ${stdout}${stderr}`
}

/** What is wrong with a script, as its authors' rules want it: bash -n, shellcheck without exceptions, and no trailing blanks or blank runs. */
export function findings(script: string): string {
  const layout = script.split('\n').flatMap((line, i) => (/[ \t]$/.test(line) ? [`line ${i + 1} ends in a blank`] : []))
  if (script.includes('\n\n\n')) layout.push('a run of blank lines')
  return [check('bash', ['-n'], script), check('shellcheck', ['--shell=bash', '-'], script), ...layout]
    .filter(Boolean)
    .join('\n')
}

/** How shfmt would lay a script out otherwise. */
export function misformatted(script: string): string {
  return check('shfmt', ['-i', '2', '-ci', '-d'], script)
}
