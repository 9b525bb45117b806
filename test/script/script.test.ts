import { describe, expect, test } from 'vitest'
import { readHost } from '../../src/description/read-host.ts'
import { script } from '../../src/script/script.ts'
import { expectApproved } from '../support/approved.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { findings, misformatted } from '../support/check-script.ts'
import { check, host, profile, secret } from '../support/hosts.ts'

// Unquoted on purpose, sourced, or read from a file by the same program.
const INTENDED = ['SC2034', 'SC2086', 'SC2206', 'SC2046', 'SC1091', 'SC2154', 'SC2015']

describe.each(Object.entries(approvedHosts))('%s', (name, host) => {
  const text = script(readHost(JSON.stringify(host)))

  test('is the approved script', () => expectApproved(`${name}.sh`, text))
  test('passes bash -n and shellcheck', () => expect(findings(text)).toBe(''))
  test('and so does what it sends to the host', () => {
    const guards = text.matchAll(/<<'GUARD'\n([^]*?)\nGUARD$/gm)
    for (const [, body = ''] of guards) expect(findings(`#!/bin/bash\n${body}\n`, INTENDED)).toBe('')
    for (const [, delimiter, body = ''] of text.matchAll(/<<'(HOST|SSH)'.*\n([^]*?)\n\1$/gm)) {
      if (delimiter === 'HOST' && !body.includes('\nlock "$1"\n'))
        expect(findings(`#!/bin/bash\n${body}\n`, INTENDED)).toBe('')
    }
  })
  if (name !== 'hostile') test('is laid out as by shfmt', () => expect(misformatted(text)).toBe(''))
})

test('blank lines in the text of others are left as they are', () => {
  const cmd = "printf %s 'a\n\n\n\nb'"
  const text = script(
    host({
      secrets: { files: { token: secret('token', { cmd, onChange: cmd }) } },
      extraTasks: { own: { dir: '.', deps: [], desc: '', cmds: [cmd] } },
      profiles: { toy: profile('toy', { activation: cmd }) },
      deployment: { 'health-checks': { here: check({ command: cmd }), there: check({ 'host-command': cmd }) } },
    }),
  )
  expect(text).not.toContain('\0')
  expect(text.split("'a\n\n\n\nb'").length - 1).toBeGreaterThanOrEqual(7)
  expect(text).not.toMatch(/'a\n{1,3}b'/)
})
