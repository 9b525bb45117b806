// npm run check: everything that needs no root and no hosts, within half a minute.
import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $, which } from 'zx'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
// npm puts its tools first, among them a shellcheck that wants to be downloaded: the system's is preferred.
const ofNpm = join(process.cwd(), 'node_modules/.bin')
process.env.PATH = [...process.env.PATH.split(delimiter).filter((folder) => folder !== ofNpm), ofNpm].join(delimiter)

const $said = $({ nothrow: true, quiet: true, stdio: ['ignore', 'pipe', 'pipe'] })
let failed = false

/** Says how a check went, and what it printed only when it failed. */
async function check(name, run) {
  const start = performance.now()
  const { exitCode, stdout, stderr } = await run
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`  ${exitCode === 0 ? 'ok     ' : 'FAILED '}  ${name} (${seconds} s)`)
  if (exitCode === 0) return
  failed = true
  console.log(`${stdout}${stderr}`.trimEnd())
}

const { stdout } = await $said`git ls-files --cached --others --exclude-standard --deduplicate`
const files = stdout.trim().split('\n')
const shell = files.filter(
  (file) => !/^(dist|docs|test\/approved|templates\/(?!programs\/))/.test(file) && isShell(file),
)
const nix = files.filter((file) => file.endsWith('.nix'))

const programs = shell.filter((file) => file.startsWith('templates/'))
const scripts = shell.filter((file) => !programs.includes(file))

function isShell(file) {
  return file.endsWith('.sh') || /^#!.*\b(ba)?sh\n/.test(readFileSync(file, 'utf8'))
}

async function bundle() {
  const built = await $said`node build.mjs test/.cache/dist`
  if (built.exitCode !== 0) return built
  return $said`diff --brief --recursive dist test/.cache/dist || { echo 'run npm run build, and commit dist'; false; }`
}

/** npm leaves out what the registry at hand does not have; a fresh clone can then not be set up. */
function lock() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
  const there = (name) => Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))
  const missing = wanted.filter((name) => !there(name))
  return { exitCode: missing.length, stdout: '', stderr: `npm ci will miss ${missing.join(' ')}` }
}

const checks = [
  check('package-lock.json is complete', lock()),
  check('types', $said`tsc --noEmit`),
  check('lint and format', $said`biome check --colors=off --diagnostic-level=warn --error-on-warnings`),
  check('shell', $said`shellcheck --severity=warning --exclude=SC2034,SC2154 ${scripts}`),
  check('format of shell', $said`shfmt --indent 2 --case-indent --diff ${shell}`),
  check('blanks at the end of lines', $said`! git grep -In -e ${'[[:blank:]]$'} -- . ${':!test/approved'} ${':!dist'}`),
  check('dist is what src makes', bundle()),
  check('unit tests', $said`vitest run --project unit --maxWorkers 2`),
]
if (programs.length > 0) checks.push(check('programs for the host', $said`shellcheck --shell=bash ${programs}`))
if (await which('nixfmt', { nothrow: true })) checks.push(check('format of Nix', $said`nixfmt --check ${nix}`))
else console.log('  skipped  format of Nix: nixfmt is not on PATH')
await Promise.all(checks)
process.exitCode = failed ? 1 : 0
