import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Lab } from '../support/lab.ts'
import { run } from '../support/run.ts'
import { type Case, cases } from './activation-cases.ts'

const page = fileURLToPath(new URL('../../docs/activation.md', import.meta.url))
const table = /(?<=<!-- table -->\n\n)[\s\S]*?(?=\n\n<!-- \/table -->)/
const head = [
  'what the activation does',
  'exit code',
  'what is said',
  'runs afterwards',
  'boots next',
  'recovered after',
]

/** `npm run activation-table` writes it into docs/activation.md, from what it sees. */
export const writes = process.env.ACTIVATION_TABLE === '1'

const measured = new Map<string, string>()

/** Notes how many seconds a case took. */
export function note({ does }: Case, seconds: number | undefined): void {
  if (seconds !== undefined) measured.set(does, `${seconds.toFixed(1)} s`)
}

/** The row of a case, without the time. */
export function row({ does, code, says, runs }: Case): string[] {
  return [does, String(code), says, runs, runs]
}

/** The same, as docs/activation.md has it. */
export function documented({ does }: Case): string[] | undefined {
  const lines = (table.exec(readFileSync(page, 'utf8'))?.[0] ?? '').split('\n')
  return lines
    .map((line) =>
      line
        .split('|')
        .slice(1, -2)
        .map((cell) => cell.trim()),
    )
    .find(([first]) => first === does)
}

export function writeTable(): void {
  const lines = [head, head.map(() => '---'), ...cases.map((each) => [...row(each), measured.get(each.does) ?? ''])]
  const text = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(table, () => text),
  )
}

/** Tries to log in all the time: resolves to the seconds from the begin of an activation until it is over and a login gets in. */
export async function recovery(lab: Lab, name: string, over: Promise<unknown>): Promise<number | undefined> {
  let late = false
  void over.finally(() => (late = true))
  for (let last = false; !last; ) {
    last = late
    const { code, stdout } = await run('ssh', [
      ...['-F', lab.sshConfig, '-o', 'ControlPath=none', '-o', 'ConnectTimeout=1', '-o', 'ServerAliveInterval=1', name],
      '! systemctl --quiet is-active lollypops-activate && cat /root/begun && date +%s.%N',
    ])
    const [begun, now] = stdout.split('\n').map(Number)
    if (code === 0) return now! - begun!
  }
  return undefined
}
