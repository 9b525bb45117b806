import { afterAll, beforeAll } from 'vitest'
import { labScript } from './needs.ts'
import { output, type RunOptions, type RunResult, run } from './run.ts'

export interface Lab {
  /** PATH and HOME for commands to run against the lab: a plain `ssh NAME` leads to its hosts. */
  readonly env: { PATH: string; HOME: string }
  /** ssh_config with every host. */
  readonly sshConfig: string
  /** Private ssh key that every user of every host lets in. */
  readonly key: string
  /** Address of a host, for scripts that do not go by its name. */
  address(host: string): Promise<string>
  /** Runs a command here, with `env`. */
  run(command: string, args?: string[], options?: RunOptions): Promise<RunResult>
  /** Runs bash text as root on a host, not through the network; returns what it printed. Throws when it fails. */
  exec(host: string, script: string, options?: RunOptions): Promise<string>
  /** Runs a command on a host through ssh, as root or as user@host; returns what it printed. Throws when it fails. */
  ssh(host: string, command: string, options?: RunOptions): Promise<string>
  /** Network cable of a host: pulled, put back, slowed down to a round trip of so many milliseconds (0: no more). */
  cut(host: string): Promise<void>
  heal(host: string): Promise<void>
  lag(host: string, milliseconds: number): Promise<void>
  /** Orderly reboot, or loss of power; the disk stays, /run does not. */
  reboot(host: string): Promise<void>
  crash(host: string): Promise<void>
}

/**
 * Hosts with these names for the tests of the surrounding `describe` (or file): brought up before
 * them, taken down after them. Every call makes a lab of its own, so test files can run side by side.
 */
export function useLab(...names: string[]): Lab {
  let id = ''
  let dir = ''
  const lab = async (...args: (string | number)[]) =>
    output(labScript, args.map(String), { env: { LAB_ID: id }, timeout: 600_000 })
  const runs =
    (command: string) =>
    async (...args: (string | number)[]) =>
      void (await lab(command, ...args))

  beforeAll(async () => {
    id = await output(labScript, ['claim', String(process.pid)])
    dir = await lab('dir')
    await lab('up', names.length)
    for (const [index, name] of names.entries()) await lab('name', `h${index + 1}`, name)
  }, 600_000)
  afterAll(async () => {
    if (id) await lab('down')
  })

  const self: Lab = {
    get env() {
      return { PATH: `${dir}/bin:${process.env.PATH}`, HOME: `${dir}/home` }
    },
    get sshConfig() {
      return `${dir}/ssh_config`
    },
    get key() {
      return `${dir}/key`
    },
    address: async (host) => (await output('ssh', ['-F', self.sshConfig, '-G', host])).match(/^hostname (.*)$/m)![1]!,
    run: (command, args, options = {}) => run(command, args, { ...options, env: { ...self.env, ...options.env } }),
    exec: (host, script, options = {}) =>
      output(labScript, ['exec', host, 'bash', '-c', script], { ...options, env: { ...options.env, LAB_ID: id } }),
    ssh: (host, command, options) => output('ssh', ['-F', self.sshConfig, host, command], options),
    cut: runs('cut'),
    heal: runs('heal'),
    lag: runs('lag'),
    reboot: runs('reboot'),
    crash: runs('crash'),
  }
  return self
}
