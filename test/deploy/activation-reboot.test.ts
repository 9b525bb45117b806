import { expect, test } from 'vitest'
import { check } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import type { Toy } from '../support/toy-flake.ts'
import { type Parts, type ToyHost, toyHosts } from '../support/toy-host.ts'

needs('root', 'lab', 'nix')('deployment.reboot', { concurrent: true, timeout: 600_000 }, () => {
  const names = ['ahorn', 'birne', 'porree']
  const lab = useLab(...names)
  const onHost = toyHosts(lab, ...names)
  const on = (use: (host: ToyHost) => Promise<void>) =>
    onHost(async (host) => {
      await host.exec('ln -sfn $(readlink -f /run/current-system) /run/booted-system')
      await use(host)
    })

  const bootId = ({ exec }: ToyHost) => exec('cat /proc/sys/kernel/random/boot_id')
  /** Deploys, and tells whether the host has booted meanwhile, too. */
  const outcome = async (
    host: ToyHost,
    reboot: 'never' | 'when-needed' | 'always',
    toy: Toy = {},
    parts: Parts = {},
    action = 'switch',
  ) => {
    const before = await bootId(host)
    const deployment = { 'reboot-timeout': 40, ...parts.deployment, reboot }
    const result = await host.rebuild(
      await host.toy('new', toy),
      { ...parts, deployment },
      { env: { REBUILD_ACTION: action } },
    )
    const { code, runs, boots, stdout, stderr } = result
    return { code, runs, boots, booted: (await bootId(host)) !== before, text: stdout + stderr }
  }
  const kernel: Toy = { files: { kernel: 'another' } }
  const well = { code: 0, runs: 'new', boots: 'new' }

  test('never: not even for another kernel', () =>
    on(async (host) => expect(await outcome(host, 'never', kernel)).toMatchObject({ ...well, booted: false })))

  test('when-needed: not without need', () =>
    on(async (host) => expect(await outcome(host, 'when-needed')).toMatchObject({ ...well, booted: false })))

  test.each(['kernel', 'initrd', 'systemd'])('when-needed: for another %s', (part) =>
    on(async (host) => {
      const { text, ...end } = await outcome(host, 'when-needed', { files: { [part]: 'another' } })
      expect(end, text).toEqual({ ...well, booted: true })
      expect(text).toMatch(new RegExp(`^ahorn reboots, for another ${part}$`, 'm'))
      expect(text).toMatch(/^ahorn is back\.$/m)
    }),
  )

  test('when-needed: once', () =>
    on(async (host) => {
      expect(await outcome(host, 'when-needed', kernel)).toMatchObject({ ...well, booted: true })
      expect(await outcome(host, 'when-needed', kernel)).toMatchObject({ ...well, booted: false })
    }))

  test('always: without need, too', () =>
    on(async (host) => {
      const { text, ...end } = await outcome(host, 'always')
      expect(end, text).toEqual({ ...well, booted: true })
      expect(text).toMatch(/^ahorn is back\.$/m)
    }))

  test('boot: it reboots to what was not activated', () =>
    on(async (host) =>
      expect(await outcome(host, 'when-needed', { ...kernel, activation: 'exit 1' }, {}, 'boot')).toMatchObject({
        ...well,
        booted: true,
      }),
    ))

  test.each(['test', 'dry-activate', 'build'])('%s: never', (action) =>
    on(async (host) =>
      expect(await outcome(host, 'always', kernel, {}, action)).toMatchObject({ code: 0, booted: false }),
    ),
  )

  test('is not reached where the activation is undone', () =>
    on(async (host) =>
      expect(await outcome(host, 'always', { ...kernel, activation: 'exit 1' })).toMatchObject({
        code: 10,
        runs: 'old',
        boots: 'old',
        booted: false,
      }),
    ))

  test('a host that does not come back is said, with what was seen', () =>
    on(async (host) => {
      const { text, ...end } = await outcome(
        host,
        'always',
        { activation: 'systemctl disable --quiet ssh.service' },
        { deployment: { 'reboot-timeout': 10 } },
      )
      await host.exec('systemctl enable --quiet --now ssh.service')
      expect(end, text).toEqual({ code: 12, runs: 'new', boots: 'new', booted: true })
      expect(text).toMatch(
        /^deploy-ahorn: ahorn has not come back within 10 s: ssh: connect to host .* port 22: Connection refused$/m,
      )
    }))

  test('a host that does not go down is said', () =>
    on(async (host) => {
      await host.exec('systemctl mask --runtime --quiet reboot.target systemd-reboot.service')
      const { text, ...end } = await outcome(host, 'always', {}, { deployment: { 'reboot-timeout': 10 } })
      await host.exec('systemctl unmask --runtime --quiet reboot.target systemd-reboot.service')
      expect(end, text).toEqual({ code: 12, runs: 'new', boots: 'new', booted: false })
      expect(text).toMatch(/^deploy-ahorn: ahorn has not come back within 10 s: it has not gone down$/m)
    }))

  test('a host that comes back with another system is said', () =>
    on(async (host) => {
      const drop = '/etc/systemd/system/boot-system.service.d'
      await host.exec(`mkdir -p ${drop}
        printf '%s\\n' '[Service]' ExecStart= 'ExecStart=/bin/sh -c "ln -sfn $(readlink -f /nix/var/nix/gcroots/toy-old) /run/current-system"' >${drop}/menu.conf
        systemctl daemon-reload`)
      const { text, ...end } = await outcome(host, 'always')
      await host.exec(`rm -r ${drop}; systemctl daemon-reload`)
      expect(end, text).toEqual({ code: 13, runs: 'old', boots: 'new', booted: true })
      expect(text).toMatch(/^\w+ is back, but did not boot the new system: see its boot menu$/m)
    }))

  test('a host that is not well after it is said, and stays', () =>
    on(async (host) => {
      const checks = { uptime: check({ 'host-command': 'test ! -e /root/rebooted', tries: 1 }) }
      await host.exec(`printf '%s\\n' '[Service]' 'ExecStart=/bin/touch /root/rebooted' '[Install]' WantedBy=multi-user.target >/etc/systemd/system/toy-reboots.service
        systemctl daemon-reload; systemctl enable --quiet toy-reboots`)
      const { text, ...end } = await outcome(host, 'always', {}, { deployment: { 'health-checks': checks } })
      await host.exec('systemctl disable --quiet toy-reboots; rm -f /root/rebooted')
      expect(end, text).toEqual({ code: 13, runs: 'new', boots: 'new', booted: true })
      expect(text).toMatch(/^\w+ is back, but these health checks failed: uptime\. To go back: rollback$/m)
    }))
})
