import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import type { Host } from '../description/host.ts'
import { type Printable, print, quoteThere, Shell } from '../shell/quote.ts'
import { wrap } from '../shell/wrap.ts'
import { modelOf } from './model.ts'

const root = fileURLToPath(new URL('../../templates/', import.meta.url))

/** What a template may call: quoting, and nothing else. */
const quoting = {
  print,
  shell: (text: string) => new Shell(text),
  /** Words for the shell behind ssh, and for the one here that hands them on. */
  there: (...words: Printable[]) =>
    new Shell(words.map((word) => (typeof word === 'string' ? quoteThere(word) : print(word))).join(' ')),
}

/**
 * The script that deploys a host.
 * @throws InputError in one line, when the host asks for something that cannot be
 */
export function script(host: Host): string {
  const program = (name: string) => readFileSync(`${root}programs/${name}.sh`, 'utf8')
  const values = { ...quoting, ...modelOf(host, program) }
  const taskText = render('tasks.sh.ejs', values)
  // A variable that no task reads is not set either.
  const uses = (variable: string) => new RegExp(`\\$\\{?${variable}\\b`).test(taskText)
  const text = render('deploy.sh.ejs', { ...values, taskText, uses })
  return text
    .split('\0')
    .map((part, at) => (at % 2 === 0 ? wrap(part) : part))
    .join('')
}

/**
 * Renders a file below templates/. `<%= %>` quotes for the shell.
 * @throws an Error that names template and line for what is undefined or holds a NUL
 */
export function render(file: string, values: object): string {
  return ejs.render(readFileSync(root + file, 'utf8'), values, {
    filename: root + file,
    root,
    escape: (value?: Printable) => print(value as Printable),
  })
}
