import { expect, test } from 'vitest'
import { installable, whereFrom } from '../../src/launch/run/nix.ts'

test('the flake of the option, else the expression of the environment, else the current directory', () => {
  expect(whereFrom('x', { LOLLYPOPS_EXPR: '/e' })).toEqual({ flake: 'x' })
  expect(whereFrom(undefined, { LOLLYPOPS_EXPR: '/e' })).toEqual({ file: '/e' })
  expect(whereFrom(undefined, { LOLLYPOPS_EXPR: '' })).toEqual({ flake: '.' })
  expect(whereFrom(undefined, {})).toEqual({ flake: '.' })
})

test.each([
  [['deploy-ahorn'], '.#deploy-ahorn', 'deploy-ahorn'],
  [['launch', 'hosts', 'ahorn'], '.#launch.hosts.ahorn', 'launch.hosts.ahorn'],
  [['deploy-a.b'], '.#%22deploy-a.b%22', '"deploy-a.b"'],
  [['launch', 'hosts', '1'], '.#launch.hosts.%221%22', 'launch.hosts."1"'],
  [['deploy-${x} #?%'], '.#%22deploy-%24%7Bx%7D%20%23%3F%25%22', '"deploy-${x} #?%"'],
  [['deploy-bäum'], '.#%22deploy-b%C3%A4um%22', '"deploy-bäum"'],
])('%j', (path, inFlake, inFile) => {
  expect(installable({ flake: '.' }, path)).toEqual([inFlake])
  expect(installable({ file: '/e.nix' }, path)).toEqual(['--impure', '--file', '/e.nix', inFile])
})
