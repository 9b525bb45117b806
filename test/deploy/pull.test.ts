import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { type Fleet, startFleet } from '../nix/fleet.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { host } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { type Toy, toyFlake } from '../support/toy-flake.ts'

/** A flake on the host whose deploy-ahorn is the file beside it. */
const fleetOfHost = `{
  outputs = { self }: {
    packages.x86_64-linux.deploy-ahorn = derivation {
      name = "deploy-ahorn";
      system = "x86_64-linux";
      builder = "/bin/bash";
      args = [ "-c" "PATH=/usr/bin:/bin; cp \${./deploy-ahorn} $out; chmod 555 $out; exit 0" ];
    };
  };
}`

needs(
  'root',
  'lab',
  'nix',
)('lollypops.pull', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { deploy, write } = deployer(lab, nix)
  let fleet: Fleet
  const exec = (text: string, options = {}) => lab.exec('ahorn', text, options)
  const pull = () => exec('systemctl start lollypops-pull || echo failed; cat /run/current-system/message')

  /** A commit to what the host pulls. */
  const put = async (message: string, toy: Toy = {}) => {
    const deployed = withFlake({ ...host(), pull: true }, await toyFlake(nix, message, toy))
    expect((await deploy(deployed, ['deploy-flake'])).code).toBe(0)
    await exec('mkdir -p /root/fleet; cat >/root/fleet/deploy-ahorn', { input: readFileSync(write(deployed)) })
    return deployed
  }

  /** The unit as the module makes it, but for the host's own PATH. */
  const install = async (settings: string) => {
    const dir = fleet.flake({
      ahorn: `{ networking.hostName = "ahorn"; lollypops.pull = { enable = true; ${settings} }; }`,
      off: '{ networking.hostName = "off"; }',
    })
    const at = 'nixosConfigurations.ahorn.config.systemd'
    const services = await fleet.evaluate(dir, 'nixosConfigurations.off.config.systemd.services')
    expect(Object.keys(services as object)).toEqual(['lollypops-settle'])
    expect(await fleet.evaluate(dir, `${at}.timers.lollypops-pull.timerConfig.OnCalendar`)).toBe('hourly')
    const text = (await fleet.evaluate(dir, `${at}.services.lollypops-pull.script`)) as string
    await exec('(echo "set -e"; cat) >/root/pull', { input: text })
    await exec('cat >/etc/systemd/system/lollypops-pull.service', {
      input:
        '[Service]\nType=oneshot\nEnvironment=HOME=/root\nStateDirectory=lollypops\nExecStart=/bin/bash /root/pull\n',
    })
    await exec(`printf '[Timer]\\nOnCalendar=yearly\\n' >/etc/systemd/system/lollypops-pull.timer
      systemctl daemon-reload; systemctl start lollypops-pull.timer`)
  }

  beforeAll(async () => {
    fleet = await startFleet()
    await exec('mkdir -p /root/fleet; cat >/root/fleet/flake.nix', { input: fleetOfHost })
    await install('flake = "path:/root/fleet";')
  })

  test('deploys what the branch has, and status tells how that went', async () => {
    const deployed = await put('first')
    expect((await deploy(deployed, ['status'])).stdout).toMatch(/^pull +unknown$/m)
    expect(await pull()).toBe('first')
    expect((await deploy(deployed, ['status'])).stdout).toMatch(/^pull +success, \w{3} \d{4}-/m)
    const activated = await exec('cat /root/activated')
    expect(await pull()).toBe('first')
    expect(await exec('cat /root/activated')).toBe(activated)
  })

  test('goes back from what is broken, once', async () => {
    const deployed = await put('second', { activation: 'exit 1' })
    expect(await pull()).toBe('failed\nfirst')
    const activated = await exec('cat /root/activated')
    expect(await pull()).toBe('failed\nfirst')
    expect(await exec('cat /root/activated')).toBe(activated)
    expect((await deploy(deployed, ['status'])).stdout).toMatch(/^pull +exit-code, /m)
  })

  test('takes a script by its store path', async () => {
    const deployed = await put('third')
    const path = await exec(
      "nix --extra-experimental-features 'nix-command flakes' build --no-link --print-out-paths path:/root/fleet#deploy-ahorn",
    )
    await exec(`echo ${path} >/root/latest`)
    await install('store-path-url = "file:///root/latest";')
    expect(await pull()).toBe('third')
    await exec('echo /nix/store/00000000000000000000000000000000-deploy-ahorn >/root/latest')
    expect(await pull()).toBe('failed\nthird')
    expect((await deploy(deployed, ['status'])).stdout).toMatch(/^pull +exit-code, /m)
  })
})
