import type { Host } from '../description/host.ts'
import type { Login } from '../description/login.ts'
import { type Printable, print, quoteInDouble, quotePosix, Shell } from '../shell/quote.ts'
import { Expanding, expandable, splitOption, splitWords, type Word } from '../shell/words.ts'

/** How a machine is reached, in the words of each program that goes there. The one place that makes such words. */
export interface Target {
  /** `user@host`, or `host` when ssh is to decide on the user. */
  address: string
  /** The program that logs in, with its own arguments. */
  command: Word[]
  /** The function that stands for `command`; nothing where its name has more than a function's letters. */
  function: string
  /** What follows that: `-p 22 root@ahorn`. */
  login: Word[]
  opts: Word[]
  /** `ssh -p 22 root@ahorn`, without a command. */
  ssh: Word[]
  /** `sudo`, its options, or nothing: what stands before a command on the host. */
  sudo: string[]
  /** `ssh -p 22 deploy@ahorn sudo`: what stands before a command that root runs. */
  root: Printable[]
  /** The same over a connection of its own, which notices within seconds that the other end is gone. */
  own: Printable[]
  /** The same at the address that the host has after its activation. */
  moved: Printable[]
  /** `root`, with the options of a connection for store paths. */
  rootToCopy: Printable[]
  /** Whether sudo reads a password first: its line, and one with a plus. */
  asksPassword: boolean
  /** Whether `nix copy` can be told these options and this ssh: it takes no blank in a word before Nix 2.26. */
  nixCopy: boolean
  /** NIX_SSHOPTS, with what is shared by the run. */
  nixSshOpts: Word
  nixStore: Word
  /** For rsync's `--rsh`. */
  rsyncShell: Word
  rsyncHost: Word
}

const OWN = ['-S', 'none']
/** Empty in a shell that has not sourced the script. */
const SHARED = new Expanding('"${lp_remote[@]}"', '${lp_remote[*]}')
/** Of a connection that notices within seconds that the other end is gone; what the user sets is not repeated. */
function keepAlive(opts: readonly Word[]): string[] {
  const set = print(opts).toLowerCase()
  return ['ConnectTimeout=10', 'ServerAliveInterval=2']
    .filter((option) => !set.includes(option.replace(/=.*/, '').toLowerCase()))
    .flatMap((option) => ['-o', option])
}

export function targetOf(
  { deployment: { ssh, sudo, rollback, compress } }: Pick<Host, 'deployment'>,
  shared: readonly Word[] = [SHARED],
): Target {
  const command = splitWords(ssh.command).map(expandable)
  const opts = ssh.opts.flatMap(splitOption).map(expandable)
  const address = ssh.user === null ? ssh.host : `${ssh.user}@${ssh.host}`
  const bracketed = ssh.host.includes(':') ? address.replace(/[^@]*$/, '[$&]') : address
  const sudoWords = sudo.enable ? [...splitWords(sudo.command), ...sudo.opts.flatMap(splitOption)] : []
  const asRoot = sudo['ask-password'] ? [new Shell('"$lp_sudo"')] : sudoWords.map(quotePosix)
  const moved: Word[] = []
  if (rollback['confirm-host'] !== null) moved.push('-o', `HostName=${rollback['confirm-host']}`)
  if (rollback['confirm-port'] !== null) moved.push('-p', String(rollback['confirm-port']))
  if (moved.length > 0)
    moved.push('-o', new Expanding(`HostKeyAlias="$(host-key-name)"`, 'HostKeyAlias=$(host-key-name)'))
  return {
    address,
    command,
    function: /^[\w./+-]+$/.test(print(command[0]!)) ? print(command[0]!) : '',
    login: [...opts, address],
    opts,
    ssh: [...command, ...opts, address],
    sudo: sudoWords,
    root: [...command, ...opts, address, ...asRoot],
    own: [...command, ...OWN, ...opts, ...keepAlive(opts), address, ...asRoot],
    moved: [...command, ...OWN, ...moved, ...opts, ...keepAlive(opts), address, ...asRoot],
    rootToCopy: [...command, ...(compress ? [...OWN, '-C'] : []), ...opts, address, ...asRoot],
    asksPassword: sudo['ask-password'],
    nixCopy: print(command) === 'ssh' && opts.every(isSimple),
    nixSshOpts: joined([...shared, ...opts, ...(compress ? OWN : [])], String), // a shared connection is not compressed
    nixStore: withSudo(
      withUser(ssh.user, nixStore(bracketed, sudo['ask-password'] ? [] : sudoWords, compress), 'ssh://'),
      sudoWords[0] ?? '',
    ),
    rsyncShell: joined([...command, SHARED, ...opts], rsyncQuote),
    rsyncHost: withUser(ssh.user, bracketed, ''),
  }
}

/** A program that logs in to a host, or runs its arguments there by sudo where that is given. */
export function loginProgram({ ssh, sudo }: Login): string {
  const address = ssh.user === null ? ssh.host : `${ssh.user}@${ssh.host}`
  const words = [...splitWords(ssh.command), ...ssh.opts.flatMap(splitOption)].map(expandable)
  const asRoot = sudo === null ? [] : [...splitWords(sudo.command), ...sudo.opts.flatMap(splitOption)]
  const before = asRoot.length > 0 ? [asRoot.map(quotePosix).join(' ')] : []
  return `#!/usr/bin/env bash\nexec ${print([...words, address, ...before])} "$@"\n`
}

/** Whether `--here` can stand for ssh: not where another program or machine calls ssh. */
export function deploysHere(host: Pick<Host, 'deployment'>): boolean {
  const { build, 'deploy-method': method, 'local-evaluation': local } = host.deployment
  return method !== 'rsync' && (local || ['target', 'local'].includes(build)) && targetOf(host).function !== ''
}

/**
 * For the shell of the host, in `$lp_sudo`: sudo reads the password; where it does not ask, sed eats the line, up to
 * that with the plus.
 */
export function sudoWithPassword({ sudo }: Target): string {
  const [command = '', ...opts] = sudo.map(quotePosix)
  return [command, '-S -p ""', ...opts, 'sh -c "sed -un /^+\\$/q; exec \\"\\$@\\"" -'].join(' ')
}

/** An address for a program that prefers the user in it to any option, so that LP_REMOTE_USER stands there. */
function withUser(user: string | null, address: string, before: string): Word {
  if (user === null) return address
  const rest = quoteInDouble(address.slice(before.length + user.length))
  const inDouble = `${before}\${LP_REMOTE_USER:-${quoteInDouble(user)}}${rest}`
  return new Expanding(`"${inDouble}"`, inDouble)
}

/** The same for the program that makes root, where it stands in the address of a store. */
function withSudo(address: Word, program: string): Word {
  if (address instanceof Expanding && /^[\w/-]+$/.test(program)) {
    const inDouble = address.inDouble.replace(`=${program}%20`, () => `=\${LP_REMOTE_SUDO_COMMAND:-${program}}%20`)
    return new Expanding(`"${inDouble}"`, inDouble)
  }
  return address
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

/** rsync splits `--rsh` at blanks and knows quotes, in which a quote is doubled. */
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
