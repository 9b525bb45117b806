import type { Host } from './host.ts'
import { InputError } from './input-error.ts'
import { optionName } from './option-name.ts'

/**
 * Whether all that says where the system is built says the same.
 * @throws InputError in one line
 */
export function checkBuild({ name, deployment, system, builder }: Host): void {
  const { build } = deployment
  const refuse = (path: string[], problem: string): never => {
    throw new InputError(`${optionName(path)}: ${problem}`)
  }
  const option = ['deployment', 'build']
  if (build === name) refuse(option, `${build} is the host itself: leave it at "target"`)
  if (deployment['local-evaluation'] && build !== 'target')
    refuse(
      option,
      `${JSON.stringify(build)} contradicts local-evaluation, by which the machine that deploys builds: set only one of them`,
    )
  if ((system !== null) !== (build === 'local'))
    refuse(
      ['system'],
      `must be ${build === 'local' ? 'the store path to deploy' : 'null'}, as build is ${JSON.stringify(build)}`,
    )
  if (!['target', 'local'].includes(build) && deployment.sudo['ask-password'])
    refuse(
      option,
      `${build} copies straight to ${name}, and has no password for sudo there: use "target" or "local", or let sudo do without one`,
    )
  if (builder !== null && builder.name !== build)
    refuse(['builder'], `is ${builder.name}, but build is ${JSON.stringify(build)}`)
}
