import { readFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { deployer, withFlake } from '../support/deployer.ts'
import { healthCheck, host, secret } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { type Toy, toyFlake } from '../support/toy-flake.ts'

needs(
  'root',
  'lab',
  'nix',
)('--here', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy, write } = deployer(lab, nix)
  const exec = (text: string, options = {}) => lab.exec('ahorn', text, options)
  const patient = { timeout: 60_000, interval: 100 }
  const runs = () => exec('cat /run/current-system/message /nix/var/nix/profiles/system/message')

  /** Puts the script on ahorn, for a flake whose source is there. */
  const put = async (message: string, toy: Toy = {}, parts: Parameters<typeof host>[0] = {}) => {
    const deployed = withFlake(host(parts), await toyFlake(nix, message, toy))
    expect((await deploy(deployed, ['deploy-flake'])).code).toBe(0)
    await exec('cat >/root/deploy-ahorn; chmod +x /root/deploy-ahorn', { input: readFileSync(write(deployed)) })
  }
  const here = async (words = '', shell = 'bash') => {
    const text = await exec(
      `cd /root; PATH=/root/no-ssh:$PATH ${shell} ./deploy-ahorn --here ${words} 2>&1 || echo "exit code $?"`,
    )
    return text.trim()
  }

  beforeAll(() => exec('mkdir /root/no-ssh; printf "#!/bin/sh\\nexit 99" >/root/no-ssh/ssh; chmod +x /root/no-ssh/ssh'))

  test('deploys everything to the machine that it runs on, without ssh', async () => {
    const cmd = `printf 'a\\0b'`
    await put('first', {}, { secrets: { files: { token: secret('token', { cmd }) } } })
    const said = await here()
    expect(said).toMatch(/^ahorn runs \S+-first\.$/m)
    expect(said).not.toContain('exit code')
    expect(await runs()).toBe('first\nfirst')
    expect(await exec('od -An -c /var/src/lollypops-secrets/token; readlink /nix/var/nix/gcroots/lollypops/*')).toMatch(
      /^ +a +\\0 +b\n\/nix\/store\/\S+$/,
    )
    expect(await here('status')).toMatch(/^failed +none$/m)
  })

  test('goes back when a health check fails', async () => {
    await put(
      'second',
      {},
      { deployment: { 'health-checks': { page: healthCheck({ 'host-command': 'false', tries: 1 }) } } },
    )
    expect(await here()).toMatch(/rolled back to \S+-first: these health checks failed: .*exit code 10$/s)
    expect(await runs()).toBe('first\nfirst')
  })

  test('goes back at once when it is interrupted', async () => {
    await put('third', { activation: 'sleep 3' })
    const ended = here('', 'timeout --signal=INT --foreground 30 bash')
    await vi.waitUntil(
      async () => (await exec('readlink /run/lollypops/current/state || true')) === 'activating',
      patient,
    )
    await exec('pkill -INT -f "bash ./deploy-ahorn --here"')
    expect(await ended).toMatch(/deploy-ahorn: interrupted in activate-system.*exit code 130$/s)
    await vi.waitUntil(
      async () =>
        (await runs()) === 'first\nfirst' &&
        !(await exec('systemctl is-active lollypops-activate || true')).startsWith('act'),
      patient,
    )
  })

  test('asks whoever sits there whether what runs now is kept, with --confirm', async () => {
    await put('fourth')
    const answer = (text: string) =>
      exec(
        `cd /root; printf '${text}' | script --quiet --return --command 'bash ./deploy-ahorn --here --confirm rebuild' /dev/null || echo "exit code $?"`,
      )
    expect(await answer('y\\nn\\n')).toMatch(/Keep what runs now\?.*not confirmed.*exit code 10/s)
    expect(await runs()).toBe('first\nfirst')
    expect(await answer('y\\ny\\n')).toMatch(/ahorn runs \S+-fourth/)
    expect(await runs()).toBe('fourth\nfourth')
  })

  test('reboots only after the run has ended, so that a pull can note that', async () => {
    await put('again', {}, { deployment: { reboot: 'always' } })
    const said = await here()
    expect(said).toMatch(/^ahorn runs \S+-again\.$/m)
    expect(said).not.toContain('exit code')
    expect(await exec('cat /run/systemd/shutdown/scheduled; shutdown -c')).toMatch(/^MODE=reboot$/m)
  })

  test('refuses another machine', async () => {
    await put('fifth', {}, { hostName: 'porree' })
    expect(await here('check')).toMatch(/root@ahorn is not porree.*exit code 1$/s)
  })
})
