import { secretsOf } from '../script/secrets.ts'
import { planTasks } from '../script/tasks.ts'
import { splitWords, WordsError } from '../shell/words.ts'
import { checkBuild } from './check-build.ts'
import { checkProfiles } from './check-profiles.ts'
import type { Host } from './host.ts'
import { InputError } from './input-error.ts'
import { optionName } from './option-name.ts'

/**
 * What no single option shows: options that contradict each other.
 * @throws InputError in one line
 */
export function checkHost(host: Host): void {
  const refuse = (option: string, problem: string): never => {
    throw new InputError(`${option}: ${problem}`)
  }
  const commands = [
    { path: ['deployment', 'ssh', 'command'], command: host.deployment.ssh.command },
    { path: ['deployment', 'sudo', 'command'], command: host.deployment.sudo.command },
    ...(host.builder ? [{ path: ['builder', 'ssh', 'command'], command: host.builder.ssh.command }] : []),
  ]
  for (const { path, command } of commands) {
    const option = optionName(path)
    try {
      if (splitWords(command).length === 0) refuse(option, 'must be a command')
    } catch (error) {
      if (error instanceof WordsError) refuse(option, error.message)
      throw error
    }
  }
  const { sudo, 'deploy-method': method } = host.deployment
  if (sudo['ask-password']) {
    const option = 'lollypops.deployment.sudo.ask-password'
    const [program = ''] = splitWords(sudo.command).map((word) => word.replace(/.*\//, ''))
    if (!sudo.enable) refuse(option, 'needs sudo.enable')
    if (!/^sudo(-rs)?$/.test(program))
      refuse(option, `${program} reads a password from a terminal only: let it do without one`)
    if (method === 'rsync')
      refuse(option, 'rsync cannot hand over a password: use another deploy-method, or let sudo do without one')
  }
  checkBuild(host)
  for (const [name, check] of Object.entries(host.deployment['health-checks'])) {
    const set = (['command', 'host-command', 'url', 'unit'] as const).filter((kind) => check[kind] !== null)
    if (set.length !== 1)
      refuse(
        optionName(['deployment', 'health-checks', name]),
        `${set.join(' and ') || 'nothing'} is set: set exactly one of command, host-command, url and unit`,
      )
  }
  const byPath = new Map<string, string>()
  for (const { option, path } of secretsOf(host)) {
    const other = byPath.get(path)
    if (other !== undefined) refuse(`${option}.path`, `${path} is the path of ${other}, too: each secret needs its own`)
    byPath.set(path, option)
  }
  for (const { option, path } of secretsOf(host)) {
    const above = [...byPath.keys()].find((other) => path.startsWith(`${other}/`))
    if (above !== undefined)
      refuse(`${option}.path`, `${path} is below ${above}, which is the file of ${byPath.get(above)}`)
    if (path.split('/').some((part) => part.startsWith('.lollypops-new')))
      refuse(`${option}.path`, `${path} is what lollypops uses to replace files there, choose another name`)
  }
  checkProfiles(host)
  planTasks(host)
}
