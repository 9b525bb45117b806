import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PlannedWork } from '../../src/launch/run/plan.ts'
import { needs } from '../support/needs.ts'
import { type Nix, privateNix } from '../support/nix.ts'
import { nixOf } from '../support/nix-suites.ts'
import { tempDir } from '../support/temp.ts'
import { executable, launchFile } from './support.ts'

/** Hosts that cost nothing to build: one with a name to be quoted, one that is broken, one without the module. */
const flake = `{
  outputs = { self }: let
    built = name: text: derivation {
      inherit name text;
      system = "x86_64-linux";
      builder = "/bin/bash";
      args = [ "-c" ''
        PATH=/usr/bin:/bin
        printf '#!/bin/bash\\n%s\\n' "$text" > $out
        chmod +x $out
        exit 0
      '' ];
    };
    info = name: { inherit name; address = "10.0.0.1"; group = "web"; tags = [ "prod" ]; tasks = [ "check" ]; extraTasks = [ ]; };
  in {
    packages.x86_64-linux = rec {
      deploy-ahorn = built "deploy-ahorn" "echo \\"ran $*\\"";
      "deploy-1.b+c=d" = built "deploy-1.b+c=d" "echo ran";
      deploy-broken = throw "this host is broken";
      deploy-gast = throw "this host has no module";
      launch = built "launch" "" // {
        hosts = { ahorn = info "ahorn"; "1.b+c=d" = info "1.b+c=d"; broken = throw "this host is broken"; gast = null; };
        drvs = if builtins.compareVersions builtins.nixVersion "2.15" < 0 then { } else { ahorn = deploy-ahorn.drvPath; "1.b+c=d" = self.packages.x86_64-linux."deploy-1.b+c=d".drvPath; broken = throw "x"; gast = throw "y"; };
      };
    };
  };
}`

needs(
  'root',
  'nix',
  'lab',
)('with real Nix', () => {
  describe.each([undefined, 'trixie', 'sid'] as const)('of this system, or of %s', (suite) => {
    const folder = tempDir()
    const file = join(folder, 'deploy.nix')
    let nix: Nix
    let PATH: string
    const run = (args: string[], LOLLYPOPS_EXPR?: string, cwd = folder) =>
      nix.run(process.execPath, [launchFile, ...args], {
        cwd,
        env: { PATH, LOLLYPOPS_EXPR, LP_REMOTE_HOST: undefined },
      })

    beforeAll(async () => {
      writeFileSync(join(folder, 'flake.nix'), flake)
      writeFileSync(file, '(builtins.getFlake (toString ./.)).packages.x86_64-linux')
      nix = privateNix()
      PATH = [...(suite ? [await nixOf(suite)] : []), process.env.PATH].join(delimiter)
    }, 600_000)

    test.each([
      ['the current directory', [], undefined, undefined],
      ['--flake', ['--flake', folder], undefined, '/'],
      ['an expression', [], file, '/'],
    ])('hosts of %s', async (_, options, expression, cwd) => {
      const { code, stdout, stderr } = await run([...options, 'ahorn:check', '1.b+c=d'], expression, cwd)
      expect(stdout.split('\n').sort(), stderr).toEqual(['', '[1.b+c=d] ran', '[ahorn:check] ran check'])
      expect(code).toBe(0)
    })

    test.each([undefined, file])('all, with one that is broken and one without the module (%s)', async (expression) => {
      const { code, stdout, stderr } = await run(['all'], expression)
      expect(code).toBe(1)
      expect(stdout).toContain('[ahorn] ran')
      expect(stdout).toMatch(/^\[broken:build\] .*error: this host is broken/m)
      expect(stderr).toMatch(/^broken +failed +build +1 /m)
      expect(stderr).toMatch(/^gast +skipped /m)
    })

    test('a group, and the list', async () => {
      expect((await run(['web'])).stdout.split('\n').sort()).toEqual(['', '[1.b+c=d] ran', '[ahorn] ran '])
      expect((await run([], file)).stdout).toBe(`\
HOST     ADDRESS   GROUP  TAGS  TASKS
1.b+c=d  10.0.0.1  web    prod  check
ahorn    10.0.0.1  web    prod  check
broken   -         -      -     does not evaluate: this host is broken
gast     -         -      -     not deployable: it does not import the lollypops module

Name hosts to deploy them; --help says more.
`)
    })

    test('tags, globs and exceptions', async () => {
      expect((await run(['@prod:check', '--except', '1*'])).stdout).toBe('[ahorn:check] ran check\n')
      expect((await run(['?horn', 'a*'], file)).stdout).toBe('[ahorn] ran \n')
    })

    test('what follows -- goes to Nix', async () => {
      const trace = ['ahorn', '--', '--option', 'system', 'i686-linux', '--no-eval-cache']
      expect((await run(trace, file)).stdout).toBe('[ahorn] ran \n')
      expect((await run(['ahorn', '--', '--no-such-option'])).stderr).toContain("unrecognised flag '--no-such-option'")
    })

    test('a script that waits is kept from garbage collection, and no longer', async () => {
      const sweep = executable(
        join(tempDir(), 'sweep'),
        `
        until ls /nix/store | grep -q -- '-deploy-1.b+c=d$'; do sleep 0.1; done
        sleep 1
        nix-store --gc >/dev/null 2>&1 && echo swept`,
      )
      const { code, stdout, stderr } = await run([sweep, '1.b+c=d', '-j', '1'], file)
      expect([code, stdout], stderr).toEqual([0, '[sweep] swept\n[1.b+c=d] ran\n'])
      await nix.output('nix-store', ['--gc'], { env: { PATH } })
      expect(await nix.output('sh', ['-c', 'ls /nix/store | grep deploy- || true'])).toBe('')
    })

    test('a plan', async () => {
      const { code, stdout, stderr } = await run(['all', '--plan', '--wave', '1'], file)
      const { version, jobs, failed } = JSON.parse(stdout) as PlannedWork
      expect([code, version, jobs.map(({ host, wave }) => [host, wave])]).toEqual([
        1,
        2,
        [
          ['1.b+c=d', 1],
          ['ahorn', 2],
        ],
      ])
      expect(failed).toEqual([{ host: 'broken', error: 'this host is broken' }])
      expect(stderr).toMatch(/^launch: broken is not in the plan: nix .*\n(.*\n)*?.*error: this host is broken$/m)
      expect((await nix.output('sh', ['-c', jobs[1]!.command])).trim()).toBe('ran')
    })

    test('a flake that does not have its packages', async () => {
      const bare = tempDir()
      writeFileSync(join(bare, 'flake.nix'), '{ outputs = { self }: { }; }')
      const { code, stderr } = await run(['ahorn', '--flake', bare])
      expect([code, stderr.split('\n').at(-2)]).toEqual([
        2,
        expect.stringContaining('; add lollypops.lib.deployPackages'),
      ])
    })

    test('a word that is nothing', async () => {
      expect(await run(['ahron'])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^launch: .*ahorn\?\n$/),
      })
    })
  })
})
