/** The last lines of `npm test`: which tests failed, each with the first line of why. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { argv, cwd } from 'node:process'

const { testResults } = JSON.parse(readFileSync(argv[2], 'utf8'))
for (const { name, status, message, assertionResults } of testResults) {
  const failed = assertionResults.filter((test) => test.status === 'failed')
  const file = relative(cwd(), name)
  for (const { fullName, failureMessages } of failed)
    console.log(`  failed: ${file}: ${fullName}\n          ${first(failureMessages[0])}`)
  if (status === 'failed' && failed.length === 0) console.log(`  failed: ${file}\n          ${first(message)}`)
}

function first(text = '') {
  return text.split('\n', 1)[0].slice(0, 200)
}
