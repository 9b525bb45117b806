import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { executable } from '../launch/support.ts'
import { realNixpkgs, startFleet } from '../nix/fleet.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { program } from '../support/program.ts'
import type { RunOptions } from '../support/run.ts'
import { tempDir } from '../support/temp.ts'

const documentation = readFileSync(fileURLToPath(new URL('../../docs/fleet.md', import.meta.url)), 'utf8')

/** The shell blocks below a heading of docs/fleet.md. */
function recipes(heading: string): string[] {
  const [section = ''] = documentation.match(new RegExp(`^## ${heading}\n[^]*?(?=^## |$(?![^]))`, 'm')) ?? []
  return [...section.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map((match) => match[1]!)
}

/** Its script holds something that only a machine with the feature `big` can build. */
const far = `{
  networking.hostName = "far";
  lollypops.extraTasks.where.desc = "where it was built";
  lollypops.extraTasks.where.cmds = [ ''echo "built on $(cat \${derivation {
    name = "where";
    system = "x86_64-linux";
    requiredSystemFeatures = [ "big" ];
    builder = "/bin/bash";
    args = [ "-c" "echo $HOSTNAME > $out; exit 0" ];
  }})"'' ];
}`

const hosts = ['ahorn', 'porree', 'birne']
const module = (name: string) => `{
  networking.hostName = "${name}";
  lollypops.tasks = [ "check" "deploy-secrets" ];
  lollypops.deployment.ssh.opts = [ "-o ConnectTimeout=2" ];
  lollypops.secrets.files.from = { cmd = "hostname"; path = "/etc/from"; group-name = "root"; };
}`

needs(
  'root',
  'lab',
  'nix',
  'parallel',
  'jq',
)('docs/fleet.md', { skip: Boolean(realNixpkgs) }, () => {
  const lab = useLab('east', 'west', ...hosts)
  const nix = privateNix()
  const tools = tempDir()
  const cwd = tempDir()
  const bash = (script: string, options: RunOptions = {}) =>
    nix.run('bash', ['-c', script], {
      cwd,
      ...options,
      env: { ...lab.env, PATH: `${tools}:${lab.env.PATH}`, LP_REMOTE_HOST: undefined, ...options.env },
    })
  const from = (name: string) => lab.exec(name, 'cat /etc/from')
  const heal = async (name: string) => {
    await lab.heal(name)
    for (const controller of ['east', 'west'])
      await lab.exec(controller, `until ssh -o ConnectTimeout=2 ${name} true; do sleep 0.2; done`)
  }

  beforeAll(async () => {
    mkdirSync(join(lab.env.HOME, '.parallel'), { recursive: true })
    writeFileSync(join(lab.env.HOME, '.parallel/will-cite'), '')
    const fleet = await startFleet(nix)
    const flake = fleet.flake({ ...Object.fromEntries(hosts.map((name) => [name, module(name)])), far })
    executable(join(tools, 'launch'), `exec ${process.execPath} ${program('launch')} --flake ${flake} "$@"`)
    const [config, key, known] = [lab.sshConfig, lab.key, lab.sshConfig.replace('ssh_config', 'known_hosts')].map(
      (path) => readFileSync(path, 'utf8'),
    )
    for (const controller of ['east', 'west']) {
      const files = {
        config: config!.replaceAll(/\S+\/(key|known_hosts)$/gm, '/root/.ssh/$1'),
        key: key!,
        known_hosts: known!,
      }
      for (const [name, text] of Object.entries(files))
        await lab.exec(controller, `umask 077; mkdir -p /root/.ssh; cat > /root/.ssh/${name} <<'END'\n${text}END`)
    }
  })

  test('several controllers: each host once, from one of them, and again only what failed', async () => {
    const [prepare, deploy] = recipes('Several controllers') as [string, string]
    const prepared = await bash(prepare.replace('all', 'all --except far'))
    expect(prepared.code, prepared.stderr).toBe(0)

    await lab.cut('birne')
    const first = await bash(deploy)
    await heal('birne')
    expect([first.code, first.stdout], first.stderr).toEqual([1, expect.stringMatching(/^\[ahorn\]\t==> check$/m)])
    expect(first.stdout).toMatch(/^\[birne\]\t/m)
    const log = () =>
      readFileSync(join(cwd, 'jobs.log'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
    const controllers = log().map(([, host]) => host)
    expect(new Set(controllers)).toEqual(new Set(['root@east', 'root@west']))
    expect([await from('ahorn'), await from('porree')].every((name) => ['east', 'west'].includes(name))).toBe(true)

    const again = await bash(deploy)
    expect([again.code, again.stdout]).toEqual([0, ''])
    const failed = await bash(deploy.replace('--resume ', '--resume-failed '))
    expect([failed.code, new Set(failed.stdout.match(/^\[\w+\]/gm))], failed.stderr).toEqual([0, new Set(['[birne]'])])
    expect(['east', 'west']).toContain(await from('birne'))
  })

  test('in waves: a failure ends it', async () => {
    const [, , waves] = recipes('Several controllers') as [string, string, string]
    await lab.cut('porree')
    const { stdout, stderr } = await bash(waves.replace('1,10%,100%', '1,2').replace('all ', 'ahorn porree birne '))
    await heal('porree')
    expect(new Set(stdout.match(/^\[\w+\]/gm)), stderr).toEqual(new Set(['[ahorn]', '[birne]', '[porree]']))
    await lab.cut('ahorn')
    const stopped = await bash(
      waves.replaceAll('jobs-', 'others-').replace('1,10%,100%', '1,2').replace('all ', 'ahorn porree birne '),
    )
    await heal('ahorn')
    expect(new Set(stopped.stdout.match(/^\[\w+\]/gm)), stopped.stderr).toEqual(new Set(['[ahorn]']))
  })

  test('a run that was killed: its events say what is left, also with a torn line', async () => {
    const [run, rest] = recipes('Taking up a run') as [string, string]
    await lab.cut('birne')
    await bash(run.replace('all', 'all --except far'))
    await heal('birne')
    appendFileSync(join(cwd, 'events.json'), '{"event":"ended","host":"bir')
    const { code, stderr } = await bash(rest)
    expect(code, stderr).toBe(0)
    const [first = ''] = readFileSync(join(cwd, 'more.json'), 'utf8').split('\n')
    expect(JSON.parse(first)).toMatchObject({ event: 'run', hosts: ['birne'] })
  })

  test('a builder of Nix elsewhere', async () => {
    const without = await bash('launch far:where')
    expect([without.code, without.stdout]).toEqual([
      1,
      expect.stringMatching(/^\[far:build\] error: .*features \{big\} is required/m),
    ])
    await lab.exec('east', 'echo "system-features = big" >> /etc/nix/nix.conf; systemctl try-restart nix-daemon')
    const { code, stdout, stderr } = await bash(
      `launch far:where -- --builders 'ssh://root@east x86_64-linux - 1 1 big big'`,
    )
    expect([code, stdout], stderr).toEqual([0, '[far:where] ==> where\n[far:where] built on east\n'])
  })

  test('a child pipeline of GitLab', async () => {
    const [, recipe] = recipes('A matrix in CI') as [string, string]
    const { code, stderr } = await bash(
      recipe.replace('nix run .#launch --', 'launch').replace('1,10%,100%', '1 --except far'),
    )
    expect(code, stderr).toBe(0)
    expect(JSON.parse(readFileSync(join(cwd, 'deploy.yml'), 'utf8'))).toEqual({
      stages: ['wave 1', 'wave 2', 'wave 3'],
      'deploy ahorn': { stage: 'wave 1', script: ['nix run .#launch -- ahorn'] },
      'deploy birne': { stage: 'wave 2', script: ['nix run .#launch -- birne'] },
      'deploy porree': { stage: 'wave 3', script: ['nix run .#launch -- porree'] },
    })
  })

  test('a matrix of GitHub Actions', async () => {
    const [, step] = /run: \|\n((?: {10}.*\n)+)/.exec(documentation)!
    const recipe = step!.replace('nix run .#launch --', 'launch').replace('all', 'all:check --except far')
    const { code, stderr } = await bash(recipe, { env: { GITHUB_OUTPUT: join(cwd, 'output') } })
    expect(code, stderr).toBe(0)
    const [, matrix] = /^matrix=(.*)\n$/.exec(readFileSync(join(cwd, 'output'), 'utf8'))!
    expect(JSON.parse(matrix!)).toEqual({
      include: ['ahorn', 'birne', 'porree'].map((host) => ({ host, target: `${host}:check` })),
    })
  })

  test('a matrix of several hosts a job', async () => {
    const [recipe] = recipes('A matrix in CI') as [string]
    const text = recipe.replace('nix run .#launch --', 'launch').replace('--plan all', '--plan all --except far')
    const { code, stdout, stderr } = await bash(text.replace('_nwise(20)', '_nwise(2)'))
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      include: [
        { host: 'ahorn to birne', target: 'ahorn birne' },
        { host: 'porree to porree', target: 'porree' },
      ],
    })
  })

  describe('around launch', () => {
    const [order, balancer, chat, metrics] = recipes('Around launch') as [string, string, string, string]
    const ran = (stdout: string) => [...new Set(stdout.match(/(?<=^\[)\w+/gm))].sort()
    const named = (text: string) =>
      text
        .replaceAll(/database|web-1/g, 'ahorn')
        .replaceAll('web-2', 'porree')
        .replaceAll('monitoring', 'birne')

    test('order between hosts', async () => {
      const { code, stdout, stderr } = await bash(named(order))
      expect([code, ran(stdout)], stderr).toEqual([0, ['ahorn', 'birne', 'porree']])
      await lab.cut('porree')
      const stopped = await bash(named(order).replace('launch ahorn porree', 'launch porree'))
      await heal('porree')
      expect([stopped.code, ran(stopped.stdout)]).toEqual([1, ['ahorn', 'porree']])
    })

    test('a load balancer', async () => {
      for (const word of ['drain', 'restore'])
        await lab.exec(
          'east',
          `printf '#!/bin/sh\necho ${word} $1 >>/root/balanced' >/usr/bin/${word}; chmod +x /usr/bin/${word}`,
        )
      const text = named(balancer).replaceAll('ssh balancer', 'ssh east')
      const { code, stderr } = await bash(text)
      expect(code, stderr).toBe(0)
      const balanced = () => lab.exec('east', 'cat /root/balanced; rm /root/balanced')
      expect(await balanced()).toBe('drain ahorn\nrestore ahorn\ndrain porree\nrestore porree')
      await lab.cut('ahorn')
      await bash(text)
      await heal('ahorn')
      expect(await balanced()).toBe('drain ahorn')
    })

    test('a message to a chat', async () => {
      executable(join(tools, 'curl'), `printf '%s\\n' "$*" >>${cwd}/chat`)
      await lab.cut('ahorn')
      await bash(chat.replace('all --json', 'ahorn birne --json'), { env: { CHAT: 'https://chat.example.org' } })
      await heal('ahorn')
      expect(readFileSync(join(cwd, 'chat'), 'utf8')).toBe(
        '--silent --data-urlencode text=ahorn: exit code 20 https://chat.example.org\n',
      )
    })

    test('metrics', async () => {
      await lab.cut('ahorn')
      await bash(metrics.replace('all --json', 'ahorn birne --json'))
      await heal('ahorn')
      expect(readFileSync(join(cwd, 'deploy.prom'), 'utf8').split('\n').sort().slice(1)).toEqual([
        'deploy_failed{host="ahorn"} 1',
        'deploy_failed{host="birne"} 0',
        expect.stringMatching(/^deploy_seconds\{host="ahorn"\} [\d.]+$/),
        expect.stringMatching(/^deploy_seconds\{host="birne"\} [\d.]+$/),
      ])
    })
  })
})
