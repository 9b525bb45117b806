import { existsSync, statSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Fleet, realNixpkgs, startFleet } from './fleet.ts'

const oddNames = ['wi fi $(id)', "it's", 'back\\slash', '~/x', 'a’b', '`id`', 'a"b', '\\', '$', '#', 'ü']

const hosts = {
  ahorn:
    '{ networking.hostName = "ahorn"; lollypops.secrets.files.wifi = { }; lollypops.secrets.files."ü".cmd = "echo ü"; }',
  odd: `{
    networking.hostName = "ahorn";
    lollypops.secrets.default-cmd = "printf %s";
    lollypops.secrets.files = builtins.listToAttrs (map (name: {
      inherit name;
      value.path = "/x/\${builtins.hashString "md5" name}";
    }) [ ${oddNames.map((name) => JSON.stringify(name)).join(' ')} ]);
  }`,
  careless: '{ networking.hostName = "x"; lollypops.secrets.files.token.cmd = "cat $FILE"; }',
  severe: '{ networking.hostName = "x"; lollypops.secrets.files.token.cmd = "cat $FILE\\nprintf %s $@"; }',
  strict:
    '{ networking.hostName = "x"; lollypops.shellcheck = "style"; lollypops.secrets.files.token.onChange = "cat $FILE"; }',
  off: '{ networking.hostName = "x"; lollypops.shellcheck = "off"; lollypops.secrets.files.token.cmd = "printf %s $@"; }',
  excepted: `{ networking.hostName = "x"; lollypops.shellcheck = "style"; lollypops.secrets.files.token.cmd = ''
    # shellcheck disable=SC2086
    cat $FILE'';
  }`,
  torn: `{ networking.hostName = "x"; lollypops.secrets.files.token.cmd = "cat 'a"; }`,
  twice: '{ networking.hostName = "x"; lollypops.secrets.files = { a.path = "/etc/x"; b.path = "/etc/x"; }; }',
  here: `{ pkgs, ... }: {
    networking.hostName = "here";
    lollypops.deployment.build = "local";
    lollypops.profiles.shop.path = pkgs.runCommandLocal "shop" { } "mkdir $out";
  }`,
  plain: '= plain { networking.hostName = "plain"; }',
}

needs('root', 'nix')('deploy-<host>', { skip: Boolean(realNixpkgs) }, () => {
  let fleet: Fleet
  let dir: string
  beforeAll(async () => {
    fleet = await startFleet()
    dir = fleet.flake(hosts)
  })
  const build = (name: string, kind = 'packages') => fleet.build(dir, `${kind}.x86_64-linux.deploy-${name}`)

  test('is an executable file, built with what its commands need', async () => {
    const { path, stderr } = await build('ahorn')
    expect(path, stderr).toMatch(/-deploy-ahorn$/)
    const file = statSync(fleet.nix.root + path)
    expect([file.isFile(), file.mode & 0o777]).toEqual([true, 0o555])
    expect(await fleet.nix.output(path, ['--list'])).toMatch(/^check\b/m)
    expect(await fleet.nix.output('nix-store', ['--query', '--references', path])).toMatch(/-pass$/m)
  })

  test('is built with the system that it deploys, where that is built here, and with profiles', async () => {
    const host = (await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-here.host')) as {
      system: string
      profiles: { shop: { path: string } }
    }
    const deployed = [host.system, host.profiles.shop.path]
    for (const path of deployed) expect(existsSync(fleet.nix.root + path)).toBe(false)
    const { path, stderr } = await build('here')
    expect(path, stderr).not.toBe('')
    for (const path of deployed) expect(existsSync(fleet.nix.root + path)).toBe(true)
  })

  test('names secrets as they are called, whatever characters that takes', async () => {
    const { path, stderr } = await build('odd')
    expect(path, stderr).not.toBe('')
    const [text = ''] = /^lp_secrets\(\) [\s\S]*?^\}/m.exec(await fleet.nix.output('cat', [path])) ?? []
    const commands = text.split('\n').filter((line) => line.includes('printf %s '))
    const said = await Promise.all(commands.map((line) => fleet.nix.output('bash', ['-c', line])))
    expect(said.sort()).toEqual([...oddNames].sort())
  })

  test('is not built when shellcheck finds an error in a command, which it shows with its option', async () => {
    const { code, stderr } = await build('severe')
    expect(code).not.toBe(0)
    expect(stderr).toMatch(
      /> lollypops\.secrets\.files\.token\.cmd:1: note: .*\n.*> {3}\| cat \$FILE\n.*\.cmd:2: error: .*\[SC2068\]\n.*> {3}\| printf %s \$@\n.*> lollypops: fix what shellcheck finds/,
    )
    expect(stderr.match(/SC2068/g)).toHaveLength(stderr.includes('error: builder for') ? 1 : 2) // newer Nix repeats the log
  })

  test('is built with lesser findings, which it shows', async () => {
    const { path, stderr } = await build('careless')
    expect(path, stderr).not.toBe('')
    expect(stderr).toMatch(/> lollypops\.secrets\.files\.token\.cmd:1: note: .*\[SC2086\]\n/)
  })

  test('is not built with lesser findings where the option says so, and with all where it is off', async () => {
    expect((await build('strict')).stderr).toMatch(/> lollypops\.secrets\.files\.token\.onChange:1: note: /)
    const { path, stderr } = await build('off')
    expect(path, stderr).not.toBe('')
    expect(stderr).not.toContain('SC2068')
  })

  test('is built when the finding is excepted where it is', async () => {
    expect((await build('excepted')).path).not.toBe('')
  })

  test('is not built when bash cannot read it', async () => {
    const { code, stderr } = await build('torn')
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/> .*torn\.json: lollypops\.secrets\.files\.token\.cmd: .*unexpected EOF/)
  })

  test('is not built from options that contradict each other, in one line', async () => {
    const { code, stderr } = await build('twice')
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/> .*twice\.json: lollypops\.secrets\.files\.b\.path: .*\/etc\/x/)
    expect(stderr).not.toContain('    at ')
  })

  test('of a host without the module evaluates, says what is missing when it is built, and is no failed check', async () => {
    const { code, stderr } = await build('plain')
    expect(code).not.toBe(0)
    expect(stderr).toContain(
      'host plain has no script, it does not import the module: add lollypops.nixosModules.default',
    )
    expect(await fleet.evaluate(dir, 'packages.x86_64-linux.launch.hosts.plain')).toBeNull()
    expect((await build('plain', 'checks')).path).not.toBe('')
  })

  test('is the same derivation as its check, and what its app starts', async () => {
    const path = await fleet.evaluate(dir, 'packages.x86_64-linux.deploy-ahorn.outPath')
    expect(await fleet.evaluate(dir, 'checks.x86_64-linux.deploy-ahorn.outPath')).toBe(path)
    expect(await fleet.evaluate(dir, 'apps.x86_64-linux.deploy-ahorn')).toMatchObject({ type: 'app', program: path })
    expect(await fleet.nix.output('nix', ['run', `path:${dir}#deploy-ahorn`, '--', '--list'])).toMatch(/^check\b/m)
  })
})
