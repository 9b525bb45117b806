import type { Host } from '../description/host.ts'
import { oneLine } from '../shell/quote.ts'
import { builderName } from './builder.ts'
import type { Target } from './target.ts'

/** One sentence for each thing that can be wrong before anything has begun. */
export function sentences(host: Host, { address, sudo }: Target): Record<string, string> {
  const { name, hostName, deployment } = host
  const where = oneLine(address)
  const program = oneLine(sudo[0] ?? '')
  const builderHost = builderName(host).replace(/.*@/, '')
  return {
    login: `cannot log in at ${where}: see above, and ${deployment.ssh.user === null ? `add lollypops.deployment.ssh.user = "root"; as it is not set, ssh takes your own name` : 'lollypops.deployment.ssh'}`,
    otherMachine: `${where} is not ${hostName}: fix lollypops.deployment.ssh.host, or pass --new for a first installation`,
    notRoot:
      sudo.length > 0
        ? `${program} on ${name} wants a password: ${remedy(sudo[0]!)}`
        : `${where} is not root: log in as root by lollypops.deployment.ssh.user, or set sudo.enable`,
    missing: `${name} lacks one of these programs: is it NixOS?`,
    askPassword: `Password of ${where} for ${program}: `,
    builder: `${builderHost} cannot log in at ${where}: `,
    noHostKey: `${builderHost} does not know the host key of ${name}: name it there in programs.ssh.knownHosts`,
    wrongAgent: `${name} takes no key of ${builderHost}, nor one of your agent: add the right one by ssh-add, or give ${builderHost} a key of its own`,
    noAgent: `${name} takes no key of ${builderHost}, and no agent came along from here: give ${builderHost} a key of its own, or start an agent with yours (ssh-agent, ssh-add)`,
    builderRemote: `LP_REMOTE_* do not hold on ${builderName(host)}, which copies to ${where}`,
    cannotBuild: `${name} is ${host.platform}, for which ${builderName(host)} cannot build: set lollypops.deployment.build to "target" or to a machine that can, or boot.binfmt.emulatedSystems or nix.buildMachines ${builderName(host) === 'this machine' ? 'here' : 'there'}`,
    wantsTerminal: `${program} on ${name} wants a terminal: remove requiretty from its settings`,
    notAllowed: `${program} on ${name} does not let ${where} become root`,
    wrongPassword: `${program} on ${name} does not take this password`,
  }
}

/** What to do when `sudo.command` wants a password. */
function remedy(command: string): string {
  const program = command.replace(/.*\//, '').replace(/-rs$/, '')
  const remedies: Record<string, string> = {
    sudo: 'set sudo.ask-password, or security.sudo.wheelNeedsPassword = false there',
    doas: 'set noPass in security.doas.extraRules there',
    run0: 'allow that by a rule in security.polkit.extraConfig there',
  }
  return Object.hasOwn(remedies, program) ? remedies[program]! : 'allow that there'
}
