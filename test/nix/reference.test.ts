import { expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { inProject, realNixpkgs } from './fleet.ts'

const nix = privateNix()

interface Option {
  name: string
  type: string
  default: string | null
  description: string
  example: string | null
}

async function options(lib: string): Promise<Option[]> {
  const json = await nix.output('nix', [
    'eval',
    '--impure',
    '--json',
    '--expr',
    `import ${inProject('nix/options-json.nix')} { lib = import ${lib}; }`,
  ])
  return JSON.parse(json) as Option[]
}

needs('root', 'nix')('the reference of options', () => {
  test('says of each what it is, what it is by default, and shows one', async () => {
    for (const option of await options(inProject('test/nixpkgs/lib'))) {
      const readOnly = /\.ssh\.(login|run)$/.test(option.name)
      const mandatory = /^lollypops\.(extraTasks\.<name>\.(desc|cmds)|profiles\.<name>\.path|pull\.flake)$/.test(
        option.name,
      )
      expect(option.description, option.name).toMatch(/\w\.?\n?.*[.`]$/s)
      expect([option.name, option.example === null, option.default === null]).toEqual([
        option.name,
        readOnly,
        mandatory,
      ])
    }
  })

  if (realNixpkgs)
    test('is the same with the lib of a real nixpkgs', async () => {
      const known = (list: Option[]) =>
        list.map((option) => ({ ...option, type: option.type.replace('absolute path or', 'path or') }))
      expect(known(await options(`${realNixpkgs}/lib`))).toEqual(known(await options(inProject('test/nixpkgs/lib'))))
    })
})
