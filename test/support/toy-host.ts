import { beforeAll, vi } from 'vitest'
import { deployer, withFlake } from './deployer.ts'
import { host } from './hosts.ts'
import type { Lab } from './lab.ts'
import { privateNix } from './nix.ts'
import type { RunOptions, RunResult } from './run.ts'
import { startScript } from './started.ts'
import { type Toy, toyFlake } from './toy-flake.ts'

export type Parts = NonNullable<Parameters<typeof host>[0]>

/** What a host runs, and what it boots next, by the messages of the toy systems; and the services that are active. */
export interface Runs {
  runs: string
  boots: string
  services: string[]
}

/** What came out of a deploy; `said` is its last sentence about the host. */
export type Outcome = RunResult & Runs & { said: string }

/** Short, for tests do not want to wait. */
export const timeouts = { 'confirm-timeout': 8, 'activation-timeout': 8 }

/** As that of NixOS does, an activation first makes itself the current system. */
const linked = 'ln -sfn "$here" /run/current-system\n'

/** Brings back what the toy systems here change, as NixOS does from the configuration of the old system. */
const restoring = `
rm -f /etc/sudoers.d/toy
[ ! -e /root/.ssh/taken ] || mv /root/.ssh/taken /root/.ssh/authorized_keys
if [ -e /etc/ssh/sshd_config.d/toy.conf ]; then
  rm /etc/ssh/sshd_config.d/toy.conf
  systemctl restart ssh.service
fi
if ls /run/systemd/system/toy-new-* >/dev/null 2>&1; then
  (cd /run/systemd/system && systemctl stop toy-new-* && rm toy-new-*)
  systemctl daemon-reload
fi
systemctl reset-failed
if [ -e /root/kill ]; then
  rm /root/kill
  systemctl kill --signal=KILL lollypops-activate
fi
`

/** Network as a service, as NixOS has it, and a unit that fails. */
const units = `
addresses=$(ip -oneline -4 address show dev eth0 | awk '{ print "ip address replace " $4 " dev eth0" }')
cat >/etc/systemd/system/toy-network.service <<UNIT
[Unit]
Before=ssh.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'ip link set eth0 up && $addresses && ip route replace $(ip route show default)'
ExecStop=/bin/sh -c 'ip address flush dev eth0; ip link set eth0 down'
[Install]
WantedBy=multi-user.target
UNIT
printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >/etc/systemd/system/toy-broken.service
systemctl daemon-reload
systemctl enable --quiet --now toy-network.service`

export type ToyHost = ReturnType<typeof toyHost>

/** A lab host, `ahorn` to its script, that runs and boots a toy system `old`, and what is deployed to it. */
export function toyHost(lab: Lab, name = 'ahorn', nix = privateNix()) {
  const { deploy, write, run } = deployer(lab, nix)
  const exec = (script: string) => lab.exec(name, script)

  const toy = (message: string, { activation = '', ...parts }: Toy = {}) =>
    toyFlake(nix, message, {
      ...parts,
      activation: linked + (message === 'old' ? restoring : 'date +%s.%N >/root/begun\n') + activation,
    })

  const description = (source: string, { deployment, ...parts }: Parts = {}) => {
    const rollback = { ...timeouts, ...deployment?.rollback }
    return withFlake(
      host({ ...parts, deployment: { ...deployment, ssh: { host: name, ...deployment?.ssh }, rollback } }),
      source,
    )
  }

  const state = async (): Promise<Runs> => {
    const [runs, boots, ...services] = (
      await exec(`cat /run/current-system/message /nix/var/nix/profiles/system/message
        systemctl list-units --plain --no-legend --type=service,socket --state=active | cut -d' ' -f1 |
          grep -vE '^(user|lollypops|systemd-(hostnamed|timedated|localed))' | sort`)
    ).split('\n')
    return { runs: runs!, boots: boots!, services }
  }

  /** Deploys this flake, and looks what has come of it. */
  const rebuild = async (
    source: string,
    parts?: Parts,
    options?: RunOptions,
    args = ['deploy-flake', 'rebuild'],
  ): Promise<Outcome> => {
    const result = await deploy(description(source, parts), args, options)
    return { ...result, said: sentence(result, name), ...(await state()) }
  }

  /** The flake and what comes of it are on the host: `activate-system` is what is left to do. */
  const built = async (source: string): Promise<string> => {
    const { code, stderr } = await deploy(description(source), ['deploy-flake', 'build-system'])
    if (code !== 0) throw new Error(stderr)
    return source
  }

  /** Starts its script with these tasks, without an own store. */
  const start = (source: string, parts?: Parts, args = ['activate-system'], env?: Record<string, string>) =>
    startScript(lab, write(description(source, parts)), args, env)

  /** Until the guard says this word of its deploy. */
  const until = (word: string) =>
    vi.waitUntil(async () => (await exec('readlink /run/lollypops/current/state || true')).split(/\s/)[0] === word, {
      timeout: 60_000,
      interval: 50,
    })

  /** Until nothing of a deploy is at it any more. */
  const settled = () =>
    vi.waitUntil(
      async () =>
        /^(inactive|failed)/.test(await exec('systemctl show --property=ActiveState --value lollypops-activate')),
      { timeout: 60_000, interval: 100 },
    )

  /** It runs and boots `old`, whatever it ran before. */
  const reset = async () => {
    await lab.heal(name)
    await exec(`set -e
      system=$(readlink -f /nix/var/nix/gcroots/toy-old)
      until [[ $(systemctl show --property=ActiveState --value lollypops-activate) == @(inactive|failed) ]]; do sleep 0.1; done
      nix-env --profile /nix/var/nix/profiles/system --set $system
      $system/bin/switch-to-configuration test
      rm -f /root/activated /root/begun /nix/var/nix/gcroots/lollypops-*`)
  }

  beforeAll(async () => {
    await exec(units)
    const { code, stderr } = await deploy(description(await toy('old')), ['deploy-flake', 'rebuild'])
    if (code !== 0) throw new Error(stderr)
    await exec('ln -sfn $(readlink -f /run/current-system) /nix/var/nix/gcroots/toy-old')
  })

  return { name, nix, toy, description, state, rebuild, built, start, until, settled, reset, exec, write, run, deploy }
}

/** Several of them, each for one test at a time, in the order in which the tests ask. */
export function toyHosts(lab: Lab, ...names: string[]) {
  const nix = privateNix()
  const idle = names.map((name) => toyHost(lab, name, nix))
  const waiting: ((host: ToyHost) => void)[] = []
  return async (use: (host: ToyHost) => Promise<void>): Promise<void> => {
    const host = idle.shift() ?? (await new Promise<ToyHost>((resolve) => waiting.push(resolve)))
    try {
      await host.reset()
      await use(host)
    } finally {
      const next = waiting.shift()
      if (next) next(host)
      else idle.push(host)
    }
  }
}

/** The last sentence about the host, in which store paths are only a message. */
export function sentence({ stdout, stderr }: Pick<RunResult, 'stdout' | 'stderr'>, name: string): string {
  const lines = `${stdout}\n${stderr}`.replaceAll(name, 'ahorn').split('\n')
  const about = lines.filter((line) => /^(ahorn(?! cannot be reached now)|Nothing was)\b/.test(line)).at(-1) ?? ''
  return about.replace(/\/nix\/store\/[0-9a-z]{32}-(nixos-system-)?/g, '')
}
