import { selfName } from './self.ts'

/** How the user calls launch. */
export const SELF = selfName(process.env)

/** Wrong use of the command line: one line that names the word and says what to do. Exit code 2. */
export class UsageError extends Error {}

export const HINT = 'Name hosts to deploy them; --help says more.\n'

export const HELP = `Usage: launch [OPTIONS] TARGET... [-- NIX-OPTION...]

Builds the deploy script of each target and runs the scripts side by side.
Without a target it prints what it could deploy, and deploys nothing.

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

What:
  --except TARGET          leave these hosts out; can be given several times
  -l, --list               print hosts, addresses, groups, tags and tasks, deploy nothing (also --list-all)
  --plan                   build the scripts, print as JSON what would run, deploy nothing
  -n, --dry-run            scripts print their commands and contact nobody (also --dry)
  --flake REF              take the hosts from this flake, for example github:me/hosts
                           (default: the flake launch was built from, else the current directory)
  --eval-jobs N            evaluate and build at most N hosts at once (default: as cores and memory allow)
  -- NIX-OPTION...         for each call of Nix, for example -- --builders 'ssh://big x86_64-linux'

How:
  -j, --jobs N             run at most N scripts at once (default 16, 0 for all; also -C, --concurrency)
  --wave 1,10%,100%        start so many hosts, the next wave when they are done; the last size counts for the rest
  --max-failures N         start no more when more than N have failed (default 0 with --wave)
  --fail-fast              end all when one has failed
  --timeout DURATION       end a script that takes longer, for example 90s, 10m or 1h30m
  --ask-sudo-password      ask for each host that wants a password for sudo (default: once for all of them)
  -p, --parallel           accepted and ignored: hosts always run side by side

Output:
  -o, --output STYLE       prefixed: each line behind its host and task (default); group: a host's lines when it is
                           done; interleaved: lines as they come; quiet: only of hosts that failed (also -s, --silent)
  --timestamps             put the time before each line
  -v, --verbose            scripts print each command as it runs
  --color WHEN             auto (default: on a terminal, without NO_COLOR), always or never
  --json                   print events, or with --list the hosts, as JSON
  --log-dir DIR            keep the whole output of each host there
  -h, --help, --version

Environment: REBUILD_ACTION, LP_REMOTE_USER, LP_REMOTE_HOST (one host only), LP_REMOTE_COMMAND and
LP_REMOTE_SSH_OPTS reach the scripts. NO_COLOR turns colours off.

Each line of a script comes out on standard output behind [host] or [host:task]. What launch itself
has to say, and the summary, goes to standard error.
Ctrl-C ends every script, a second one without patience.

Exit codes: 0 all done, 1 some failed, 2 wrong usage, 130 interrupted.
`
