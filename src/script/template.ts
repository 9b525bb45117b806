import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import { type Printable, print } from '../shell/quote.ts'

const root = fileURLToPath(new URL('../../templates/', import.meta.url))

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
