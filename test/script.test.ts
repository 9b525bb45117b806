import { describe, expect, test } from 'vitest'
import { readHost } from '../src/read-host.ts'
import { script } from '../src/script.ts'
import { approvedHosts } from './support/approved-hosts.ts'
import { expectApproved } from './support/approved.ts'
import { findings, misformatted } from './support/check-script.ts'

describe.each(Object.entries(approvedHosts))('%s', (name, host) => {
  const text = script(readHost(JSON.stringify(host), name))

  test('is the approved script', () => expectApproved(`${name}.sh`, text))
  test('passes bash -n and shellcheck', () => expect(findings(text)).toBe(''))
  if (name !== 'hostile') test('is laid out as by shfmt', () => expect(misformatted(text)).toBe(''))
})
