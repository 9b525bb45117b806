import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { tempDir } from '../support/temp.ts'
import { executable } from './support.ts'

export const HASH = '0c6dzs1ml0iz0hm3b4bqbjrgzi0l2sdx'

/** What a host of the fake flake is like. */
export interface FakeHost {
  /** What `launch.hosts.NAME` is; undefined: it does not evaluate. */
  info?: { name: string; address: string; group: string; tags: string[]; tasks: string[]; extraTasks: string[] } | null
  /** Its script; undefined: it does not build. */
  script?: string
  /** Bash that runs before it evaluates or builds. */
  before?: string
}

export function host(name: string, group: string, script?: string, tags: string[] = []): FakeHost {
  const info = {
    name,
    address: `${name}.example.org`,
    group,
    tags,
    tasks: ['check', 'rebuild'],
    extraTasks: ['backup'],
  }
  return script === undefined ? { info } : { info, script }
}

/** A `nix` that knows a few hosts and notes down how it is called. `listing` is bash, for the names of the hosts. */
export function fakeNix(hosts: Record<string, FakeHost>, listing = say(Object.keys(hosts))) {
  const folder = tempDir()
  const log = join(folder, 'log')
  writeFileSync(log, '')
  const cases = Object.entries(hosts).flatMap(([name, { info, script, before = '' }]) => {
    const built = join(folder, `${HASH}-deploy-${name}`)
    if (script !== undefined) executable(built, script)
    const known = info === undefined ? fails(`attribute of ${name} missing`) : say(info)
    const outputs = [{ drvPath: `${built}.drv`, outputs: { out: built } }]
    return [
      `*launch.hosts.${name}) ${before}\n${known} ;;`,
      `*deploy-${name} | *deploy-${name}.drv^out) ${before}
      ${script === undefined ? fails(`no script for ${name}`) : say(outputs)} ;;`,
    ]
  })
  const drvs = Object.entries(hosts).filter(([, { script }]) => script !== undefined)
  const prepared = drvs.map(([name, { before = '' }]) => {
    const found = { [name]: { success: true, value: `${join(folder, HASH)}-deploy-${name}.drv` } }
    return wanted(name, before, found)
  })
  const several = Object.entries(hosts)
    .filter(([, { info }]) => info !== undefined)
    .map(([name, { info, before = '' }]) => wanted(name, before, { [name]: { success: true, value: info } }))
    .join('\n')
  executable(
    join(folder, 'nix'),
    `
    line=$(printf '%s|' "$@") # in one write: others log at the same time
    printf '%s\\n' "$line" >> ${log}
    asks='' all=''
    for word; do
      case $word in
        all:*fromJSON*) asks=$word ;;
      esac
    done
    for word; do
      case $word in
        *launch.hosts)
          [[ $asks ]] || { ${listing}; exit 0; }
          ${several}
          echo "{${'$'}{all%,}}"; exit 0 ;;
        *launch.drvs)
          ${prepared.join('\n')}
          echo "{${'$'}{all%,}}"; exit 0 ;;
        ${cases.join('\n')}
      esac
    done`,
  )
  const lines = () =>
    readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .filter(Boolean)
      .map((line) =>
        line
          .replace('--extra-experimental-features|nix-command flakes|', '')
          .replace(/--out-link\|[^|]*\|?/, '')
          .replace(/\|$/, '')
          .replaceAll('|', ' '),
      )
  return {
    env: { PATH: `${folder}${delimiter}${process.env.PATH}` },
    /** The words of each call, in order, without those that all have and where a build is kept. */
    lines,
    /** The same, as if each script were evaluated where it is built. */
    calls: () =>
      lines()
        .filter((line) => !line.includes('launch.drvs'))
        .map((line) => line.replace(/\S*-deploy-(\S*)\.drv\^out/, '.#deploy-$1')),
  }
}

/** Bash that adds a host to the answer where it was asked for. */
function wanted(name: string, before: string, found: object): string {
  const known = JSON.stringify(JSON.stringify(name)).slice(1, -1)
  return `[[ $asks != *'${known}'* ]] || { ${before || ':'}; all+='${JSON.stringify(found).slice(1, -1)},'; }`
}

/** Only the builds among the calls. */
export const builds = (nix: { calls: () => string[] }) => nix.calls().filter((call) => call.startsWith('build'))

function say(value: unknown): string {
  return `echo '${JSON.stringify(value)}'; exit 0`
}

export function fails(cause: string): string {
  return `echo 'warning: of no interest' >&2; echo 'error: ${cause}' >&2; exit 1`
}
