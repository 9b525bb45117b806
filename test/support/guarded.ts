import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, vi } from 'vitest'
import type { Lab } from './lab.ts'
import { makeReal, realSystem } from './real-system.ts'
import { type RunResult, run } from './run.ts'

const guard = readFileSync(fileURLToPath(new URL('../../templates/programs/guard.sh', import.meta.url)))

/** What a system does, in bash text, and units of a real one; see test/lab/first-system, and test/real/toplevel.sh. */
export type System = { [text in 'checks' | 'activation' | 'boot' | 'dry' | `units/${string}`]?: string }

/** A tree of nixpkgs: its switch-to-configuration takes the place of the toy's (npm run test:nixos). */
export const nixpkgs = process.env.NIXPKGS

/** A lab host on which the guard is called as tasks call it. */
export function guarded(lab: Lab, name: string) {
  let count = 0
  const exec = (script: string) => lab.exec(name, script)

  beforeAll(async () => void (nixpkgs && (await makeReal(lab, name, nixpkgs))))

  /** Puts a system on it; returns its store path. */
  const system = (message: string, texts: System = {}): Promise<string> =>
    nixpkgs ? realSystem(lab, name, message, { ...texts }) : toySystem(message, texts)

  const toySystem = (message: string, texts: System) =>
    exec(`dir=$(mktemp -d)/nixos-system-${message}
      mkdir -p $dir/bin && cd $dir
      cp /nix/store/*-nixos-system-first/bin/switch-to-configuration bin
      echo ${message} >message
      ${Object.entries(texts)
        .map(([file, text]) => `cat >${file} <<'TOY'\n${text}\nTOY`)
        .join('\n')}
      nix-store --add $dir; rm -r \${dir%/*}`)

  const ssh = (input: string | Uint8Array, ...command: string[]): Promise<RunResult> =>
    run('ssh', ['-F', lab.sshConfig, '-o', 'ConnectTimeout=3', '-o', 'ServerAliveInterval=2', name, ...command], {
      input,
    })

  /** An activation in this folder: its verbs, each by a login of its own. */
  const activation = async (id = `${process.pid}-${++count}`) => {
    const folder = `/run/lollypops/${id}`
    await ssh(guard, 'install', '-D', '-m', '700', '/dev/stdin', `${folder}/guard`)
    const verb = (...words: string[]) =>
      ssh('', `bash ${folder}/guard ${words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')}`)
    return {
      folder,
      start: (path: string, action = 'switch', ...words: string[]) =>
        verb('start', path, action, 'activation=8', 'confirm=8', ...words),
      confirm: (...reason: string[]) => verb('confirm', ...reason),
      outcome: () => verb('outcome'),
      until: (state: string) =>
        vi.waitUntil(async () => (await exec(`readlink ${folder}/state || true`)).startsWith(state), {
          timeout: 60_000,
          interval: 50,
        }),
    }
  }

  /** Messages of the systems that run and boot, by the profile and by the boot loader. */
  const is = async () => {
    const [runs, profile, boots] = (
      await exec(`for link in /run/current-system /nix/var/nix/profiles/system /root/boots; do cat $link/message; done`)
    ).split('\n')
    return { runs, profile, boots }
  }

  /** Makes it run and boot this system, which is there, as if nothing else had ever been; a real one starts its units. */
  const becomes = (path: string) =>
    exec(`until [[ $(systemctl show --property=ActiveState --value lollypops-activate) == @(inactive|failed) ]]; do sleep 0.1; done
      nix-env --profile /nix/var/nix/profiles/system --set ${path}
      nix-env --profile /nix/var/nix/profiles/system --delete-generations old
      if [ -e ${path}/units ]; then
        ln -sfnT ${path}/units /etc/systemd/system
        systemctl daemon-reload
      fi
      ln -sfn ${path} /run/current-system; ln -sfn ${path} /root/boots
      rm -f /root/activated`)

  return { name, exec, system, becomes, activation, is, ssh }
}
