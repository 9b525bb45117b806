import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { withoutFragments } from '../../src/description/fragments.ts'
import { readHost } from '../../src/description/read-host.ts'
import { script } from '../../src/script/script.ts'
import { expectApproved } from '../support/approved.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { findings, misformatted } from '../support/check-script.ts'
import { check, host, profile, secret } from '../support/hosts.ts'

const programs = new URL('../../templates/programs/', import.meta.url)

describe.each(readdirSync(programs))('program %s', (name) => {
  const text = readFileSync(new URL(name, programs), 'utf8')
  test('passes bash -n and shellcheck', () => expect(findings(`#!/usr/bin/env bash\n${text}`)).toBe(''))
  test('is laid out as by shfmt', () => expect(misformatted(text)).toBe(''))
})

const clean = new Set<string>() // many scripts send the same

describe.each(Object.entries(approvedHosts))('%s', (name, host) => {
  const text = script(readHost(JSON.stringify(host)))

  test('is the approved script', () => expectApproved(`${name}.sh`, withoutPrograms(text)))
  const ours = script(readHost(JSON.stringify(withoutFragments(host))))
  test('passes bash -n and shellcheck', () => expect(findings(ours)).toBe(''))
  test('and so does what it sends to the host', () => {
    for (const [, body = ''] of text.matchAll(/<<'HOST'.*\n([\s\S]*?)\nHOST$/gm)) {
      if (clean.has(body)) continue
      expect(findings(`#!/bin/bash\n${body}\n`)).toBe('')
      clean.add(body)
    }
  })
  if (name !== 'hostile') test('is laid out as by shfmt', () => expect(misformatted(ours)).toBe(''))
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
  expect(text.split("'a\n\n\n\nb'").length - 1).toBe(6)
  expect(text).not.toMatch(/'a\n{1,3}b'/)
})

test('failed health checks name the host, also after a profile', () => {
  const checks = { here: check({ command: 'true' }) }
  const text = script(
    host({ profiles: { toy: profile('toy') }, deployment: { rollback: { enable: false }, 'health-checks': checks } }),
  )
  expect(text.match(/\w+ runs it, but/g)).toEqual(['ahorn runs it, but', 'ahorn runs it, but'])
})

/** A program is the same in every script: approved once, as a file of its own. */
function withoutPrograms(text: string): string {
  return text.replace(/<<'PROGRAM'\n[\s\S]*?\nPROGRAM$/gm, "<<'PROGRAM'\n(see templates/programs)\nPROGRAM")
}
