import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { ownTmp } from '../support/own-tmp.ts'

const cuts = 40

/** An ssh that is told to send only so many bytes, and that keeps the whole stream. */
const ssh = `#!/bin/sh
case " $* " in *" bash "*) ;; *) exec ssh "$@" ;; esac
tee /tmp/stream | head -c "$KEEP" | ssh "$@"
`
const folder = '/var/src/cut'

needs('root', 'lab')('a stream of secrets that is cut short', () => {
  const lab = useLab('ahorn')
  const { tmp, start } = ownTmp(lab)
  const names = ['a', 'b', 'c']
  const files = (value: string) =>
    Object.fromEntries(
      names.map((name) => [name, secret(name, { cmd: `echo ${value}`, path: `${folder}/${name}`, onChange: 'echo' })]),
    )

  test('brings all or nothing, and removes nothing, wherever it was cut', async () => {
    writeFileSync(join(tmp, 'ssh'), ssh, { mode: 0o755 })
    const deploy = async (value: string, keep: number) => {
      const env = { LP_REMOTE_COMMAND: '/tmp/ssh', KEEP: String(keep) }
      const run = start(host({ secrets: { prune: true, files: files(value) } }), ['deploy-secrets'], env)
      return { code: await run.ended, stderr: run.stderr() }
    }
    expect(await deploy('value-000', 1e6)).toMatchObject({ code: 0 })
    const stream = readFileSync(join(tmp, 'stream'), 'latin1')
    const end = stream.lastIndexOf('\nplace\n') + 7
    const inPrune = stream.lastIndexOf('\nprune\n') + '\npru'.length

    let old = 'value-000'
    for (let at = 0; at < cuts; at++) {
      const value = `value-${String(at + 1).padStart(3, '0')}`
      const keep = at ? end + Math.floor(((stream.length - end) * at) / cuts) : inPrune
      const { stderr } = await deploy(value, keep)
      const is = await lab.exec('ahorn', `cd ${folder}; ls | tr -d '\\n'; cat * | sort -u; ls /var/src | grep -c cut`)
      expect(
        [`abc${old}\n1`, `abc${value}\n1`],
        `cut after ${JSON.stringify(stream.slice(0, keep).slice(-60))}\n${stderr}`,
      ).toContain(is)
      if (is.includes(value)) old = value
    }
  })
})
