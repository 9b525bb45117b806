import { expect, test } from 'vitest'
import { fragmentsOf, withoutFragments } from '../../src/description/fragments.ts'
import { script } from '../../src/script/script.ts'
import { healthCheck, host, profile, secret } from '../support/hosts.ts'

const own = (n: number) => `own-command-${n}`
const all = host({
  secrets: {
    files: { 'a b': secret('a b', { cmd: own(1), onChange: own(2) }), plain: secret('plain', { cmd: own(3) }) },
  },
  'home-manager': {
    users: { alice: { home: '/home/alice', secrets: { files: { token: secret('token', { cmd: own(4) }) } } } },
  },
  extraTasks: { greet: { dir: '.', deps: [], desc: '', cmds: [own(5), own(6), ' '] } },
  profiles: { shop: profile('shop', { activation: own(7) }) },
  deployment: {
    'health-checks': {
      here: healthCheck({ command: own(8) }),
      there: healthCheck({ 'host-command': own(9) }),
      unit: healthCheck({ unit: 'a.service' }),
    },
  },
})

test('names each by its option', () => {
  expect(fragmentsOf(all).map(({ option, text }) => `${option}: ${text}`)).toEqual([
    'lollypops.secrets.files."a b".cmd: own-command-1',
    'lollypops.secrets.files."a b".onChange: own-command-2',
    'lollypops.secrets.files.plain.cmd: own-command-3',
    'home-manager.users.alice.lollypops.secrets.files.token.cmd: own-command-4',
    'lollypops.extraTasks.greet.cmds.0: own-command-5',
    'lollypops.extraTasks.greet.cmds.1: own-command-6',
    'lollypops.profiles.shop.activation: own-command-7',
    'lollypops.deployment.health-checks.here.command: own-command-8',
    'lollypops.deployment.health-checks.there.host-command: own-command-9',
  ])
})

test('nothing of them is in the script without them', () => {
  expect(new Set(script(all).match(/own-command-\d/g)).size).toBe(9)
  expect(script(withoutFragments(all))).not.toContain('own-command')
})
