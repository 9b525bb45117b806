import { expect, test } from 'vitest'
import { withoutFragments } from '../../src/description/fragments.ts'
import { script } from '../../src/script/script.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { host, secret } from '../support/hosts.ts'

const lines = (text: string) => text.replace(/\n$/, '').split('\n')
const between = (text: string, from: RegExp, to: RegExp) => lines(text.slice(text.search(from)).split(to)[0]!).length
const minimal = script(host())

// What a person reads. Where more than the goal is needed, the goal stands behind it.
test('a minimal host has a script that can be read', () => {
  expect(lines(minimal).length).toBeLessThanOrEqual(LIMITS.minimal)
  expect(between(minimal, /^# ---- Tasks/m, /^# ---- guard/m)).toBeLessThanOrEqual(LIMITS.tasks)
})
test('two secrets add what places them', () => {
  const two = host({ secrets: { files: { one: secret('one'), two: secret('two') } } })
  expect(lines(script(two)).length).toBeLessThanOrEqual(LIMITS.secrets)
})
test('a profile, a health check or a reboot adds lines, and no program again', () => {
  const all = script(approvedHosts.guarded!)
  expect(all.match(/^guard\(\) \{$/gm)).toHaveLength(1)
  expect(all.match(/^# Activates a system/gm)).toHaveLength(1)
})

const LIMITS = {
  minimal: 665, // goal 360
  tasks: 110,
  secrets: 1031, // goal 520
}

test.each(Object.entries(approvedHosts))('%s: short tasks, short here-documents, short lines', (_, about) => {
  const text = script(withoutFragments(about))
  const withoutPrograms = text.replace(/<<'PROGRAM'\n[\s\S]*?\nPROGRAM$/gm, '')
  for (const [, name, body = ''] of withoutPrograms.matchAll(/^([a-z][\w.-]*)\(\) \{\n([\s\S]*?)\n\} # \1$/gm)) {
    const documents = [...body.matchAll(/<<'([A-Z]+)'.*\n([\s\S]*?)\n\1$/gm)].map((match) => match[2]!)
    for (const document of documents) {
      expect(lines(document).length, `${name}: ${document}`).toBeLessThanOrEqual(15)
      expect(document, name).not.toContain('<<')
    }
    const own =
      lines(body.split('\n}\n')[0]!).length - documents.reduce((sum, document) => sum + lines(document).length, 0)
    expect(own, name).toBeLessThanOrEqual(20)
  }
  const long = lines(text).filter(
    (line) => line.length > 120 && !/^# lollypops: |\/nix\/store\/|^# {3}|\\$|'$/.test(line),
  )
  if (about !== approvedHosts.hostile) expect(long).toEqual([])
})

// A pattern such as @(a|b) in a condition, and the bash of macOS would stop there with an error of its own.
test.each(Object.entries(approvedHosts))('%s: bash 3.2 gets as far as to say what it lacks', (_, about) => {
  const [before = '', after] = script(about).split('this is $BASH_VERSION')
  expect(after).toBeDefined()
  const withoutDocuments = before.replace(/<<'([A-Z]+)'[^\n]*\n[\s\S]*?\n\1$/gm, '')
  expect(withoutDocuments).toContain('# ---- The run')
  expect(withoutDocuments).not.toMatch(/[@+?!*]\(|&>>|\|&|;;&/)
})
