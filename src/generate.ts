import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import minimist from 'minimist'
import { checkFragments } from './description/check-fragments.ts'
import { fragmentsOf, withoutFragments } from './description/fragments.ts'
import { type Host, jsonSchema } from './description/host.ts'
import { InputError } from './description/input-error.ts'
import { readHost, readLogin } from './description/read-host.ts'
import { withPlaceholders } from './script/placeholders.ts'
import { script } from './script/script.ts'
import { loginProgram } from './script/target.ts'
import { version } from './version.ts'

const USAGE = `Usage: lollypops-generate HOST.json [-o FILE]              write the script that deploys a host
       lollypops-generate --check HOST.json...             only say what is wrong with these
       lollypops-generate --skeleton HOST.json [-o FILE]   the script with 'true' in place of people's own commands
       lollypops-generate --fragments HOST.json FOLDER     those commands, each as a file there
       lollypops-generate --login SSH.json [-o FILE]       write a program that logs in to a host
       lollypops-generate --schema                         JSON Schema of HOST.json

HOST.json is a host description; - reads it from standard input.
  -o, --output FILE   write there, executable, instead of to standard output
  --help, --version
`

function main(argv: string[]): string {
  const unknown: string[] = []
  const args = minimist(argv, {
    string: ['output', '_'],
    boolean: ['check', 'skeleton', 'fragments', 'login', 'schema', 'help', 'version'],
    alias: { output: 'o', help: 'h' },
    unknown: (arg) => {
      const known = arg === '-' || !arg.startsWith('-')
      if (!known) unknown.push(arg)
      return known
    },
  })
  if (unknown.length > 0) throw new InputError(`unknown option ${unknown[0]}, see lollypops-generate --help`)
  if (args.help) return USAGE
  if (args.version) return `lollypops ${version}\n`
  if (args.schema) return `${JSON.stringify(jsonSchema(), null, 2)}\n`
  const [file, ...others] = args._
  if (file === undefined) throw new InputError('which host? Name its description, see lollypops-generate --help')
  if (args.check) {
    for (const each of args._) scriptFor(each)
    return ''
  }
  const [folder] = args.fragments ? others.splice(0, 1) : []
  if (others.length > 0) throw new InputError(`one description at a time, not also ${others[0]}`)
  if (args.fragments) return writeFragments(file, folder)
  if (args.login)
    return deliver(
      made(file, (json) => loginProgram(readLogin(json))),
      args.output,
    )
  return deliver(scriptFor(file, args.skeleton ? withoutFragments : undefined), args.output)
}

function scriptFor(file: string, change = (host: Host) => host): string {
  return made(file, (json) => {
    const host = readHost(json)
    checkFragments(withPlaceholders(host))
    return script(change(host))
  })
}

/** Each command as FOLDER/001.sh, whose first line names its option. */
function writeFragments(file: string, folder: string | undefined): string {
  if (folder === undefined) throw new InputError('--fragments takes a description and a folder')
  const fragments = made(file, (json) => fragmentsOf(withPlaceholders(readHost(json))))
  writing(folder, () => mkdirSync(folder, { recursive: true }))
  for (const [i, { option, text }] of fragments.entries()) {
    const to = join(folder, `${String(i + 1).padStart(3, '0')}.sh`)
    writing(to, () => writeFileSync(to, `# ${option}\n${text}\n`))
  }
  return ''
}

/** What is made of a file; what is wrong with it is said with the file's name. */
function made<T>(file: string, make: (json: string) => T): T {
  try {
    return make(readFileSync(file === '-' ? 0 : file, 'utf8'))
  } catch (error) {
    if (isSystemError(error)) throw new InputError(`${file}: cannot be read: ${error.message}`)
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error
  }
}

function deliver(text: string, file: unknown): string {
  if (file === undefined) return text
  if (typeof file !== 'string' || file === '') throw new InputError('-o takes one file')
  writing(file, () => writeFileSync(file, text, { mode: 0o755 }))
  return ''
}

function writing(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw isSystemError(error) ? new InputError(`${file}: cannot be written: ${error.message}`) : error
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

try {
  process.stdout.write(main(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof InputError)) throw error
  process.stderr.write(`lollypops-generate: ${error.message}\n`)
  process.exitCode = 2
}
