import { describe, expect, test } from 'vitest'
import { readHost } from '../src/read-host.ts'
import { script } from '../src/script.ts'
import { approvedHosts } from './support/approved-hosts.ts'
import { expectApproved } from './support/approved.ts'
import { findings, misformatted } from './support/check-script.ts'

describe.each(Object.entries(approvedHosts))('%s', (name, host) => {
  const text = script(readHost(JSON.stringify(host)))

  test('is the approved script', () => expectApproved(`${name}.sh`, text))
  test('passes bash -n and shellcheck', () => expect(findings(text)).toBe(''))
  test('and so does what it sends to the host', () => {
    for (const [, delimiter, body = ''] of text.matchAll(/<<'(HOST|SSH)'.*\n([^]*?)\n\1$/gm)) {
      if (delimiter === 'HOST' && !body.includes('\nlock\n')) expect(findings(`#!/bin/bash\n${body}\n`, ['SC2034', 'SC2086', 'SC2206', 'SC2046'])).toBe('')
    }
  })
  if (name !== 'hostile') test('is laid out as by shfmt', () => expect(misformatted(text)).toBe(''))
})
