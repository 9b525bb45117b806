import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { ownTmp } from '../support/own-tmp.ts'

/** Under each attack; EXCHANGES=100 by hand. */
const deploys = Number(process.env.EXCHANGES ?? 20)
const exchange = readFileSync(fileURLToPath(new URL('../support/exchange.pl', import.meta.url)), 'utf8')

needs('root', 'lab')('a user who exchanges two prepared trees during deploys', () => {
  const lab = useLab('ahorn')
  const { start } = ownTmp(lab)
  const on = (script: string, input = '', timeout = 120_000) => lab.exec('ahorn', script, { input, timeout })
  const deploy = async (value: string, prune = false) => {
    const path = '/home/alice/app/conf/token'
    const files = prune ? {} : { hers: secret('hers', { cmd: `echo ${value}`, path, owner: 'alice' }) }
    const run = start(host({ secrets: { prune, files } }), ['deploy-secrets'])
    return { code: await run.ended, said: run.stderr() }
  }
  const victim = () => on('cd /etc/victim; ls -AlR --time=+; cat * || true')

  beforeEach(async () => {
    await on('cat >/usr/local/bin/exchange.pl', exchange)
    await on(`rm -rf /etc/victim /home/alice/app /home/alice/other /var/tmp/over
      mkdir -p /etc/victim; echo of root >/etc/victim/token
      cd /home/alice; mkdir -p app/conf other; ln -s /etc/victim other/conf; chown -R -h alice: app other`)
  })
  afterEach(() => on('touch /var/tmp/over').then(() => {}))

  /** How many of the deploys changed what only root may change. */
  async function won(step: (at: number) => Promise<unknown>): Promise<number> {
    let before = await victim()
    const loops = on(
      'exec runuser -u alice -- perl /usr/local/bin/exchange.pl /home/alice/app /home/alice/other',
      '',
      1_200_000,
    )
    let times = 0
    for (let at = 0; at < deploys; at++) {
      await step(at)
      if ((await victim()) === before) continue
      times++
      await on('rm -rf /etc/victim/* /etc/victim/.[!.]*; echo of root >/etc/victim/token')
      before = await victim()
    }
    await on('touch /var/tmp/over')
    expect(Number(await loops)).toBeGreaterThan(100)
    return times
  }

  test('does not have root write elsewhere', async () => {
    expect(await won((at) => deploy(`value-${at}`))).toBe(0)
  }, 1_200_000)

  test('does not have root remove elsewhere', async () => {
    const attempt = async () => {
      await on(`mkdir -p /var/lib/lollypops; printf '%s\\0' /home/alice/app/conf/token >/var/lib/lollypops/secrets`)
      await deploy('', true)
    }
    expect(await won(attempt)).toBe(0)
  }, 1_200_000)
})
