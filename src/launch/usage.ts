import { selfName } from './self.ts'

/** How the user calls launch. */
export const SELF = selfName(process.env)

/** Wrong use of the command line: one line that names the word and says what to do. Exit code 2. */
export class UsageError extends Error {}

export const HINT = 'Name hosts to deploy them; --help says more.\n'

export const HELP = `Usage: launch [OPTIONS] TARGET...

Builds the deploy script of each target and runs the scripts side by side.
Without a target it prints what it could deploy, and deploys nothing.

Targets, several and mixed:
  ahorn                    all tasks of the host ahorn
  ahorn:rebuild            one task of it
  ahorn:check,rebuild      some tasks, in this order
  web, web:rebuild         each host of the group web
  all, all:check           each host
  ./result-a               a script that is built already (a path holds a /)
A host that is named twice runs once, with the tasks of both in the order given.

Options:
  --list            print hosts, addresses, groups and tasks, deploy nothing (also --list-all)
  -n, --dry-run     scripts print their commands and contact nobody (also --dry)
  -v, --verbose     scripts print each command as it runs
  -j, --jobs N      run at most N scripts at once (default 16)
  --ask-sudo-password
                    ask for each host that wants a password for sudo (default: once for all of them)
  --flake REF       take the hosts from this flake, for example github:me/hosts
                    (default: the flake launch was built from, else the current directory)
  -p, --parallel    accepted and ignored: hosts always run side by side
  --help, --version

Environment: REBUILD_ACTION, LP_REMOTE_USER, LP_REMOTE_HOST (one host only), LP_REMOTE_COMMAND and
LP_REMOTE_SSH_OPTS reach the scripts. NO_COLOR turns colours off.

Each line of a script comes out on standard output behind [host] or [host:task]. What launch itself
has to say, and the summary, goes to standard error.
Ctrl-C ends every script, a second one without patience.

Exit codes: 0 all done, 1 some failed, 2 wrong usage, 130 interrupted.
`
