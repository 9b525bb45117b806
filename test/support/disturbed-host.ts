import { lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lab } from './lab.ts'

/** What a host runs and boots, and what is there of deploys; of systems, their messages. */
export interface Truth {
  running: string
  /** What the generations say. */
  profile: string
  /** What the toy's boot loader says: the host boots this. */
  boots: string
  /** Which of the services are not active that were. */
  missing: string
  /** Units, processes and held locks of deploys. */
  left: string
}

/** What an activation goes through, in words of /run/lollypops/current/state; `started` is before the first of them. */
export type Phase = 'started' | 'activating' | 'waiting' | 'keeping' | 'reverting' | '0' | '10' | '13'

export const toy = {
  /** For a toy's `boot`: the boot loader, which knows one system. */
  boot: 'sleep 0.2; ln -sfn "$here" /root/boots; sleep 0.2',
  /** A restarted service, and time to come in between. */
  good: 'sleep 0.3; systemctl restart toy; sleep 0.3',
  /** No new login gets in any more. */
  withoutSshd: 'sleep 0.2; systemctl stop toy ssh; sleep 0.3',
  /** Nor anything else. */
  withoutNetwork: 'sleep 0.2; systemctl stop toy-network toy; sleep 0.3',
}

/** A lab host with a boot loader, a network that is a service, and a service of its own, for toys with these parts. */
export async function makeGuarded(lab: Lab, name: string): Promise<void> {
  await lab.exec(
    name,
    `cd /etc/systemd/system
    service() { printf '%s\\n' '[Service]' "$@" '[Install]' WantedBy=multi-user.target; }
    service 'ExecStart=sleep infinity' >toy.service
    service '[Unit]' Before=network.target Wants=network.target '[Service]' Type=oneshot RemainAfterExit=yes 'ExecStart=ip link set eth0 up' 'ExecStop=ip link set eth0 down' >toy-network.service
    mkdir boot-system.service.d
    printf '%s\\n' '[Service]' ExecStart= 'ExecStart=/bin/sh -c "ln -sfn $$(readlink /root/boots) /run/booted-system; ln -sfn $$(readlink /root/boots) /run/current-system"' >boot-system.service.d/loader.conf
    readlink -f /run/current-system | xargs -I{} ln -sfn {} /root/boots
    echo 'PerSourcePenalties no' >/etc/ssh/sshd_config.d/calm.conf
    sshd -t 2>/dev/null || rm /etc/ssh/sshd_config.d/calm.conf
    systemctl daemon-reload
    systemctl -q enable --now toy toy-network
    systemctl restart ssh`,
  )
}

const services = ['ssh', 'toy', 'toy-network', 'nix-daemon.socket']
const ours = '^([^ ]*/)?(bash (-s|[^ ]*/guard)|(bash|timeout) .*/switch-to-configuration|nix-env|systemd-run)( |$)'

export async function truth(lab: Lab, name: string): Promise<Truth> {
  const said = await lab.exec(
    name,
    `is() { cat "$1/message" 2>/dev/null || readlink -f "$1"; }
    is /run/current-system; is /nix/var/nix/profiles/system; is /root/boots
    for unit in ${services.join(' ')}; do systemctl is-active -q $unit || printf '%s ' $unit; done; echo
    systemctl list-units --all --plain --no-legend 'lollypops*'
    pgrep -fa '${ours}'
    for lock in $(ls /run/lollypops/*.lock 2>/dev/null); do flock -n $lock true || echo "held: $lock"; done`,
  )
  const [running = '', profile = '', boots = '', missing = '', ...left] = said.split('\n')
  return { running, profile, boots, missing, left: left.join('\n') }
}

/** The phases of an activation from now on, seen from outside of the host: it may be cut off, or without power. */
export function watchPhases(lab: Lab, at: number) {
  const begin = Date.now()
  const dir = join(dirname(lab.sshConfig), `h${at + 1}`)
  const seen: { phase: Phase; at: number }[] = [{ phase: 'started', at: performance.now() }]
  let over = false
  const look = () => {
    try {
      const root = `/proc/${readFileSync(join(dir, 'init.pid'), 'utf8').split(' ')[0]}/root`
      const state = `${root}${readlinkSync(`${root}/run/lollypops/current`)}/state`
      const phase = readlinkSync(state).split(' ')[0] as Phase
      if (lstatSync(state).mtimeMs >= begin && phase !== seen.at(-1)!.phase) seen.push({ phase, at: performance.now() })
    } catch {} // not yet, or between two boots
  }
  const watching = (async () => {
    for (; !over; await sleep(2)) look()
  })()
  return {
    /** Until this phase has begun, or `ended` has settled. */
    async until(phase: Phase, ended: Promise<unknown>): Promise<void> {
      let late = false
      void ended.then(() => (late = true))
      while (!late && !seen.some((is) => is.phase === phase)) await sleep(1)
    },
    /** How long each phase took, in milliseconds. */
    async durations(): Promise<Map<Phase, number>> {
      over = true
      await watching
      const end = performance.now()
      return new Map(seen.map(({ phase, at: from }, k) => [phase, (seen[k + 1]?.at ?? end) - from]))
    },
    said: () => seen.map(({ phase, at: time }) => `${(time - seen[0]!.at).toFixed()} ms: ${phase}\n`).join(''),
    end() {
      over = true
    },
  }
}
