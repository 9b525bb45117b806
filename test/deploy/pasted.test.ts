import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { script } from '../../src/script/script.ts'
import { planTasks } from '../../src/script/tasks.ts'
import { approvedHosts } from '../support/approved-hosts.ts'
import { commandsOf } from '../support/commands.ts'
import { deployer, withFlake } from '../support/deployer.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { tempDir } from '../support/temp.ts'
import { toyFlake, toyProfile } from '../support/toy-flake.ts'

const toplevel = 'nixosConfigurations.ahorn.config.system.build.toplevel'
const oddSsh = "/tmp/it's an odd $(touch owned)"
const oddSshHere = tempDir() + oddSsh.slice('/tmp'.length)

/** What a deploy leaves on a host, undone. */
const forget = `
  rm -rf /var/src /etc/lollypops '/etc/several lines' /var/lib/backup /var/lib/-n /var/lib/a\\ * /home/alice/lollypops-secrets
  rm -rf /root/changed /var/lib/lollypops /root/activated /root/greeting '/home/deploy/it is odd' /run/lollypops /nix/var/nix/gcroots/lollypops
  rm -rf /nix/var/nix/profiles/system* /nix/var/nix/profiles/lollypops /nix/var/nix/gcroots/lollypops* /root/first /home/alice/activated
  nix-env --profile /nix/var/nix/profiles/system --set /nix/store/*-nixos-system-first
  ln -sfn /nix/store/*-nixos-system-first /run/current-system
`

needs(
  'root',
  'lab',
  'nix',
)('an approved script', () => {
  const lab = useLab('ahorn', 'porree')
  const nix = privateNix()
  const { deploy, run, write } = deployer(lab, nix)
  let source = ''
  let input = ''
  let profile = ''
  let system = ''
  let address = ''
  const website = createServer((_, response) => response.end('well'))

  /** It builds, and copies to ahorn by a key of its own. */
  beforeAll(async () => {
    const known = join(lab.sshConfig, '..', 'known_hosts')
    await lab.exec('porree', 'cat >/etc/ssh/ssh_known_hosts', { input: readFileSync(known) })
    await lab.exec(
      'porree',
      `echo ${await lab.address('ahorn')} ahorn >>/etc/hosts
      for home in /root /home/deploy; do install -m 600 -o $(basename $home) /dev/stdin $home/.ssh/id_ed25519 <<'KEY'
${readFileSync(lab.key, 'utf8')}KEY
      done`,
    )
  })
  beforeAll(async () => {
    address = await lab.address('ahorn')
    source = await toyFlake(nix, 'toy')
    input = await toyFlake(nix, 'input')
    profile = await toyProfile(nix)
    system = (await nix.output('nix', ['build', '--no-link', '--json', `${source}#${toplevel}`]).then(JSON.parse))[0]
      .outputs.out
    await new Promise<void>((resolve) => website.listen(0, resolve))
    await run('sh', ['-c', 'mkdir -p "$0"; ln -sfn "$(command -v ssh)" "$0/ssh"', oddSshHere])
    await lab.exec(
      'ahorn',
      'sed -i "/^AcceptEnv/d" /etc/ssh/sshd_config; echo "AcceptEnv LC_*" >> /etc/ssh/sshd_config; systemctl restart ssh',
    )
  })
  afterAll(() => website.close())
  beforeEach(() => lab.exec('ahorn', forget).then(() => {}))

  const here = (approved: Host) => {
    const host = structuredClone(withFlake(approved, source, input))
    host.deployment.ssh.command = host.deployment.ssh.command.replace('/tmp/', () =>
      oddSshHere.slice(0, oddSshHere.lastIndexOf('/') + 1),
    )
    for (const each of Object.values(host.profiles)) each.path = profile
    if (host.deployment.rollback['confirm-host'] !== null) host.deployment.rollback['confirm-host'] = address
    for (const check of Object.values(host.deployment['health-checks'])) {
      if (check.url !== null) check.url = `http://127.0.0.1:${(website.address() as AddressInfo).port}/?a=1&b=2`
    }
    return { ...host, system: host.system && system }
  }
  const state = async () => {
    await lab.exec('ahorn', 'rm -rf /run/lollypops/[0-9]* /run/lollypops/by-hand /run/lollypops/current') // numbers of runs
    return snapshot(lab, 'ahorn')
  }
  const tasksOf = (host: Host) => {
    const { known, standard, steps } = planTasks(host)
    const last = ['rollback', 'reboot'] // these undo and end what the others have done
    const tasks = [...standard, ...known.filter((task) => !standard.includes(task))]
    const profiles = known.filter((task) => /^profile-|^activate-profiles$/.test(task)) // the system by itself
    const all = [...new Set([...profiles, ...tasks].flatMap((task) => steps.get(task)!))]
    return [...all.filter((task) => !last.includes(task)), ...last.filter((task) => all.includes(task))]
  }

  describe.each(Object.entries(approvedHosts))('%s', (_, approved) => {
    test('leaves the same state when its commands are run one by one, each in a bash of its own', async () => {
      const host = here(approved)
      const whole = await deploy(host, tasksOf(host), { input: 'lab\n' })
      expect(whole.code, whole.stderr + whole.stdout).toBe(0)
      const after = await state()

      await lab.exec('ahorn', forget)
      const path = write(host)
      for (const [command, sourced] of tasksOf(host).flatMap((task) => pastes(script(host), task))) {
        const before = sourced ? `source ${path}\nlp_password=lab\n` : ''
        const { code, stderr } = await run('bash', ['-c', `${before}${command}`])
        expect(code, `${command}\n${stderr}`).toBe(0)
      }
      expect(changes(after, await state())).toEqual([])
    })
  })

  test('executes none of the hostile text, here or there', async () => {
    const host = here(approvedHosts.hostile!)
    expect((await deploy(host)).code).toBe(0)
    expect((await run('sh', ['-c', 'ls -d /tmp/owned owned "$0/owned" 2>/dev/null; true', oddSshHere])).stdout).toBe('')
    expect(await lab.exec('ahorn', 'ls -d /tmp/owned /root/owned /home/deploy/owned owned 2>/dev/null || true')).toBe(
      '',
    )
    expect(await lab.exec('porree', 'ls -d /tmp/owned /root/owned owned 2>/dev/null || true')).toBe('')
  })

  test('loses no character of the hostile text', async () => {
    const host = here(approvedHosts.hostile!)
    expect((await deploy(host)).code).toBe(0)
    const found = async (path: string) =>
      await lab.exec('ahorn', `[ -e ${quoted(path)} ] && echo there || ls -A /var/src /var/lib`)
    expect(await found(`${host.deployment['config-dir']}/flake`)).toBe('there')
    for (const { path } of Object.values(host.secrets.files)) expect(await found(path)).toBe('there')
  })
})

/** The commands of a task, each to be pasted into a bash that has sourced the script; those that need nothing of it also into one that has not. */
function pastes(text: string, task: string): [command: string, sourced: boolean][] {
  const own = [...text.matchAll(/^([a-z][\w-]*)\(\) \{$/gm)].map((match) => match[1]!).filter((name) => name !== 'ssh')
  const needs = new RegExp(`(^|[^\\w/-])(${own.join('|')})(?![\\w/.:-])|lp_(id|sudo|unwell|secrets|ssh)`, 'm')
  return commandsOf(text, task).flatMap((command): [string, boolean][] =>
    needs.test(command)
      ? [[command, true]]
      : /nixos-rebuild|systemd-run/.test(command) // what it activates, it activates once
        ? [[command, false]]
        : [
            [command, true],
            [command, false],
          ],
  )
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
