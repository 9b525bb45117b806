import { readFileSync, writeFileSync } from 'node:fs'
import minimist from 'minimist'
import { checkFragments } from './description/check-fragments.ts'
import { jsonSchema } from './description/host.ts'
import { InputError } from './description/input-error.ts'
import { readHost, readLogin } from './description/read-host.ts'
import { loginProgram } from './script/login.ts'
import { script } from './script/script.ts'
import { version } from './version.ts'

const USAGE = `Usage: lollypops-generate HOST.json [-o FILE]    write the script that deploys a host
       lollypops-generate --login SSH.json [-o FILE]   write a program that logs in to a host
       lollypops-generate --check HOST.json...   only say what is wrong with these
       lollypops-generate --schema               JSON Schema of HOST.json

HOST.json is a host description; - reads it from standard input.
  -o, --output FILE   write there, executable, instead of to standard output
  --help, --version
`

function main(argv: string[]): string {
  const unknown: string[] = []
  const args = minimist(argv, {
    string: ['output', '_'],
    boolean: ['check', 'login', 'schema', 'help', 'version'],
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
  const files = args._
  if (files.length === 0) throw new InputError('which host? Name its description, see lollypops-generate --help')
  if (args.check) {
    for (const file of files) scriptFor(file)
    return ''
  }
  if (files.length > 1) throw new InputError(`one description at a time, not also ${files[1]}`)
  return deliver(args.login ? loginFor(files[0]!) : scriptFor(files[0]!), args.output)
}

function scriptFor(file: string): string {
  return made(file, (json) => {
    const host = readHost(json)
    checkFragments(host)
    return script(host)
  })
}

function loginFor(file: string): string {
  return made(file, (json) => loginProgram(readLogin(json)))
}

/** What is made of a file; what is wrong with it is said with the file's name. */
function made(file: string, make: (json: string) => string): string {
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
  try {
    writeFileSync(file, text, { mode: 0o755 })
  } catch (error) {
    throw isSystemError(error) ? new InputError(`${file}: cannot be written: ${error.message}`) : error
  }
  return ''
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
