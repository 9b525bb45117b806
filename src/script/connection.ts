import { print, quoteInDouble, quotePosix, Shell } from '../shell/quote.ts'
import { sudoWithPassword, type Target } from './target.ts'

const shell = (text: string) => new Shell(text)

/** What a template prints before and behind commands that go to the host. */
export function connectionModel(target: Target): object {
  const { address, command, asksPassword } = target
  const plain = print(command)
  const shared = command.length === 1 && /^[\w./+-]+$/.test(print(command))
  return {
    target: { ...target, name: address.replace(/.*@/, '') },
    address,
    ssh: target.ssh,
    root: target.root,
    own: target.own,
    mute: [...target.command, '-S', 'none', '-o', 'BatchMode=yes', ...target.login],
    asksPassword,
    // what LP_REMOTE_SUDO_* stand for in a line, and where what follows it begins
    sudo: {
      words: target.sudo.length > 0 && !asksPassword ? ` ${address} ${target.sudo.map(quotePosix).join(' ')} ` : '',
      command: quoteInDouble(target.sudo[0] ?? ''),
      opts: quoteInDouble(target.sudo.slice(1).join(' ')),
      next: target.sudo.length + 1,
    },
    sudoWithPassword: asksPassword ? sudoWithPassword(target) : '',
    // before a command that reads nothing, and around one that makes what another reads
    password: asksPassword
      ? { alone: 'password | ', before: '{ password && ', after: '; }' }
      : { alone: '', before: '', after: '' },
    sshCommand: plain,
    sshFunction: target.function,
    sshWords: command.length,
    login: target.login,
    direct: [
      shell(`timeout 10 ${plain} "\${lp_remote[@]}"`),
      ...target.login,
      ...(asksPassword ? [shell('"$lp_sudo"')] : target.sudo.map(quotePosix)),
    ],
    shared,
  }
}
