import type { Host } from '../description/host.ts'
import { type Printable, print, quote, quoteInDouble, quotePosix, Shell } from '../shell/quote.ts'
import { Expanding, expandable, splitOption, splitWords, type Word } from '../shell/words.ts'

/** How a host is reached, in the words of each program that goes there. The one place that makes such words. */
export interface Target {
  /** `user@host`, or `host` when ssh is to decide on the user. */
  address: string
  /** The program that logs in, with its own arguments. */
  command: Word[]
  /** Whether it is a name to be found in PATH, so that another can stand before it for one run. */
  shareable: boolean
  /** `ssh -p 22 root@ahorn`, without a command. */
  ssh: Word[]
  /** `ssh -GT -p 22 root@ahorn`: what ssh would go by. */
  sshConfig: Word[]
  /** `ssh -n -p 22 root@ahorn`: reads nothing from standard input. */
  sshNoInput: Word[]
  /** The same, over a connection of its own. */
  aloneNoInput: Word[]
  sshOpts: Word[]
  /** `sudo`, its options, or nothing: what stands before a command on the host. */
  sudo: string[]
  /** `ssh -p 22 deploy@ahorn sudo`: what stands before a command that root runs. */
  root: Printable[]
  /** The same over a connection of its own, which notices within seconds that the other end is gone. */
  rootAlone: Printable[]
  /** The same at the address that the host has after its activation. */
  rootAnew: Printable[]
  /** `root`, with the options of a connection for store paths. */
  rootToCopy: Printable[]
  /** Whether that reads a password first: its line, and one with a plus. */
  asksPassword: boolean
  /** NIX_SSHOPTS, empty when there is nothing to say; undefined when Nix cannot be told (a blank in a word, another ssh). */
  nixSshOpts: Word | undefined
  nixStore: string
  /** For rsync's `-e`; undefined where plain `ssh` will do. */
  rsyncShell: Word | undefined
  rsyncHost: string
}

const ALONE = ['-o', 'ControlPath=none']
const KEEP_ALIVE = ['-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=2']

export function targetOf({ deployment: { ssh, sudo, rollback, compress } }: Pick<Host, 'deployment'>): Target {
  const command = splitWords(ssh.command).map(expandable)
  const opts = ssh.opts.flatMap(splitOption).map(expandable)
  const address = ssh.user === null ? ssh.host : `${ssh.user}@${ssh.host}`
  const bracketed = ssh.host.includes(':') ? address.replace(/[^@]*$/, '[$&]') : address
  const plain = print(command) === 'ssh'
  const sudoWords = sudo.enable ? [...splitWords(sudo.command), ...sudo.opts.flatMap(splitOption)] : []
  const asRoot = sudo['ask-password'] ? [withPassword(sudoWords)] : sudoWords.map(quotePosix)
  const moved: Word[] = []
  if (rollback['confirm-host'] !== null) moved.push('-o', `HostName=${rollback['confirm-host']}`)
  if (rollback['confirm-port'] !== null) moved.push('-p', String(rollback['confirm-port']))
  if (moved.length > 0)
    moved.push('-o', new Expanding(`HostKeyAlias="\${known:-${ssh.host}}"`, `HostKeyAlias=\${known:-${ssh.host}}`))
  return {
    address,
    command,
    shareable: command.length === 1 && /^[A-Za-z0-9][\w.+-]*$/.test(print(command)),
    ssh: [...command, ...opts, address],
    sshConfig: [...command, '-GT', ...opts, address],
    sshNoInput: [...command, '-n', ...opts, address],
    aloneNoInput: [...command, '-n', ...ALONE, ...moved, ...opts, ...KEEP_ALIVE, address],
    sshOpts: opts,
    sudo: sudoWords,
    root: [...command, ...opts, address, ...asRoot],
    rootAlone: [...command, ...ALONE, ...opts, ...KEEP_ALIVE, address, ...asRoot],
    rootAnew: [...command, ...ALONE, ...moved, ...opts, ...KEEP_ALIVE, address, ...asRoot],
    rootToCopy: [...command, ...(compress ? ['-C'] : []), ...opts, address, ...asRoot],
    asksPassword: sudo['ask-password'],
    nixSshOpts: plain && opts.every(isSimple) ? joined(opts, String) : undefined,
    nixStore: nixStore(bracketed, sudo['ask-password'] ? [] : sudoWords, compress),
    rsyncShell: plain && opts.length === 0 ? undefined : joined([...command, ...opts], rsyncQuote),
    rsyncHost: bracketed,
  }
}

/** For the shell of the host: sudo reads the password, or, where it does not ask, sed does. */
function withPassword(sudo: readonly string[]): Shell {
  const [command = '', ...opts] = sudo.map(quotePosix)
  const text = [command, '-S -p ""', ...opts, 'sh -c "sed -un /^+\\$/q; exec \\"\\$@\\"" -'].join(' ')
  return new Shell(text.includes("'") ? quote(text) : `'${text}'`)
}

/** Before Nix 2.26, NIX_SSHOPTS was split at blanks and knew no quotes; since then it knows them. */
function isSimple(word: Word): boolean {
  return /^[^\s'"\\]+$/.test(word instanceof Expanding ? word.inDouble : word)
}

/** Words in one, for a program that splits it again. */
function joined(words: readonly Word[], quoteFor: (word: string) => string): Word {
  if (words.every((word) => typeof word === 'string')) return words.map(quoteFor).join(' ')
  const parts = words.map((word) => quoteFor(word instanceof Expanding ? word.inDouble : quoteInDouble(word)))
  return new Expanding(`"${parts.join(' ')}"`, parts.join(' '))
}

/** rsync splits `-e` at blanks and knows quotes, in which a quote is doubled. */
function rsyncQuote(word: string): string {
  return /[\s'"]/.test(word) || word === '' ? `'${word.replaceAll("'", "''")}'` : word
}

function nixStore(host: string, sudo: readonly string[], compress: boolean): string {
  const program = [...sudo, 'nix-store'].map(quotePosix).join(' ')
  const settings = [
    ...(sudo.length > 0 ? [`remote-program=${encodeURIComponent(program).replaceAll('%2F', '/')}`] : []),
    ...(compress ? ['compress=true'] : []),
  ]
  return `ssh://${host}${settings.length > 0 ? `?${settings.join('&')}` : ''}`
}
