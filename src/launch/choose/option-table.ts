/** What REBUILD_ACTION can be. */
export const ACTIONS = ['switch', 'boot', 'test', 'dry-activate', 'build', 'dry-build']

/** Also the table of all options: their names, whether they take a value, and what completion and man page say. */
export const HELP = `Usage: launch [OPTION...] TARGET... [ACTION] [-- NIX-OPTION...]

Builds the deploy script of each target and runs the scripts side by side.
Without a target it prints what it could deploy, and deploys nothing.
Each line of a script comes out on standard output behind [host] or [host:task]. What launch itself
has to say, and the summary, goes to standard error. One host alone on a terminal has that for itself.
Ctrl-C ends every script, a second one without patience.

Targets, several and mixed:
  ahorn                    all tasks of the host ahorn
  ahorn:rebuild            one task of it
  ahorn:check,rebuild      some tasks, in this order
  web, @prod               each host of the group web, each with the tag prod
  'web-*', '@prod-*'       each host with such a name, each with such a tag (also ? and [12] and {a,b})
  all                      each host
  @prod:check, all:check   one task of each
  ./result-a               a script that is built already (a path holds a /)
  -                        the targets on standard input
A host that is named twice runs once, with the tasks of both in the order given.
ACTION, behind them, is what scripts do with a new system, as in REBUILD_ACTION: ${ACTIONS.join(', ')}.
NIX-OPTION goes to each call of Nix, for example -- --builders 'ssh://big x86_64-linux'

What:
  --except TARGET          leave these hosts out; can be given several times
  --on TARGETS             these as well, apart by commas (also --limit)
  -l, --list               print hosts, addresses, groups, tags and tasks, deploy nothing (also --list-all, -a)
  --plan                   build the scripts, print as JSON what would run, deploy nothing
  --flake REF              take the hosts from this flake, for example github:me/hosts
                           (default: the flake launch was built from, else the current directory)
  --eval-jobs N            evaluate and build at most N hosts at once (default: as cores and memory allow)

How:
  -j, --jobs N             run at most N scripts at once, default 16, 0 for all (also -C, --concurrency, -p, --parallel)
  --wave 1,10%,100%        start so many hosts, the next wave when they are done; the last size counts for the rest
  --max-failures N         start no more when more than N have failed (default 0 with --wave)
  --fail-fast              end all when one has failed
  --timeout DURATION       end a script that takes longer, for example 90s, 10m or 1h30m
  --skip-unreachable       a host that does not answer is offline, and not failed
  --target-host HOST       reach the host there, as user@address or address; one host only
  --ask-sudo-password      ask for each host that wants a password for sudo (default: once for all of them)
  -n, --dry-run            scripts print their commands and contact nobody (also --dry)
  -i, --confirm            show what would change on each host, and ask once before it does (also --ask)
  --force                  scripts deploy although a check speaks against it
  --wait                   wait for another deploy of the same host to finish instead of failing
  --new                    first installation: do not check the host name
  --to N                   the generation that the task rollback goes back to; the task generations lists them

Output:
  -o, --output STYLE       prefixed: each line behind its host and task (default); group: a host's lines when it is
                           done; interleaved: lines as they come; quiet: only of hosts that failed
  -s, --silent             the same as --output quiet
  --timestamps             put the time before each line
  -v, --verbose            scripts print each command as it runs
  --color WHEN             auto (default: on a terminal, without NO_COLOR), always or never
  --json                   print events, or with --list the hosts, as JSON
  --log-dir DIR            keep the whole output of each host there
  --completion SHELL       print what bash, zsh or fish loads to complete these words
  -h, --help               print this text
  --version                print the version

Environment:
REBUILD_ACTION, LP_REMOTE_USER, LP_REMOTE_HOST (one host only), LP_REMOTE_COMMAND and
LP_REMOTE_SSH_OPTS reach the scripts. NO_COLOR turns colours off.

Exit codes:
0 all done, 1 some failed, 2 wrong usage, 130 interrupted
`

/** Accepted as well: for our package, and what has another name here. */
const UNSEEN = `
  --man                    print the man page
  --complete               print what can be a target
  --use-substitutes        set lollypops.deployment.substitute-on-destination of the host instead
  --sudo                   set lollypops.deployment.sudo.enable of the host instead (also --use-remote-sudo)
  --build-host HOST        set lollypops.deployment.build of the host instead, there is none for one run
`
export const INSTEAD = ['use-substitutes', 'sudo', 'build-host']
const CHOICES: Record<string, string[]> = {
  output: ['prefixed', 'group', 'interleaved', 'quiet'],
  color: ['auto', 'always', 'never'],
  completion: ['bash', 'zsh', 'fish'],
}
/** Those that scripts have as well. */
const FLAGS = ['dry-run', 'confirm', 'force', 'wait', 'new', 'verbose']

export interface Option {
  name: string
  /** All of them, with their dashes. */
  names: string[]
  value: boolean
  choices: string[] | undefined
  /** Its place in the help, and the two columns of that. */
  row: string
  left: string
  help: string
}

export const OPTIONS = readOptions(HELP)
/** By every name, with its dashes. */
export const byName = new Map(
  [...OPTIONS, ...readOptions(UNSEEN)].flatMap((option) => option.names.map((name) => [name, option] as const)),
)

function readOptions(text: string): Option[] {
  return [...text.matchAll(/^ {2}(-.*?[\w%]) {2,}(\S.*(?:\n {27}.*)*)$/gm)].map(([row, left, right]) => {
    const help = right!.replace(/\s+/g, ' ')
    const also = / \(also ([^)]*)\)$/.exec(help)?.[1] ?? ''
    const names = `${left} ${also}`.match(/(?<=^|[ ,])--?[a-zA-Z][a-z-]*/g)!
    const name = names.find((name) => name.startsWith('--'))!.slice(2)
    const value = !/(^| )--?[a-zA-Z][a-z-]*$/.test(left!)
    return { name, names, value, choices: CHOICES[name], row, left: left!, help }
  })
}

/** The options that are passed on to each script. */
export function flagsOf({ has, to }: { has: (name: string) => boolean; to: number | undefined }): string[] {
  const flags = FLAGS.filter((name) => has(name)).map((name) => `--${name}`)
  return to === undefined ? flags : [...flags, '--to', String(to)]
}
