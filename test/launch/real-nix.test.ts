import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { type Nix, privateNix } from '../support/nix.ts'
import { nixOf } from '../support/nix-suites.ts'
import { tempDir } from '../support/temp.ts'
import { launchFile } from './support.ts'

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
    info = name: { inherit name; address = "10.0.0.1"; group = "web"; tasks = [ "check" ]; extraTasks = [ ]; };
  in {
    packages.x86_64-linux = {
      deploy-ahorn = built "deploy-ahorn" "echo \\"ran $*\\"";
      "deploy-1.b+c=d" = built "deploy-1.b+c=d" "echo ran";
      deploy-broken = throw "this host is broken";
      deploy-gast = throw "this host has no module";
      launch = built "launch" "" // {
        hosts = { ahorn = info "ahorn"; "1.b+c=d" = info "1.b+c=d"; broken = throw "this host is broken"; gast = null; };
      };
    };
  };
}`

needs('root', 'nix', 'lab')('with real Nix', () => {
  describe.each([undefined, 'trixie', 'sid'] as const)('of this system, or of %s', (suite) => {
    const folder = tempDir()
    const file = join(folder, 'deploy.nix')
    let nix: Nix
    let PATH: string
    const run = (args: string[], LOLLYPOPS_EXPR?: string, cwd = folder) =>
      nix.run(process.execPath, [launchFile, ...args], { cwd, env: { PATH, LOLLYPOPS_EXPR, LP_REMOTE_HOST: undefined } })

    beforeAll(async () => {
      writeFileSync(join(folder, 'flake.nix'), flake)
      writeFileSync(file, '(builtins.getFlake (toString ./.)).packages.x86_64-linux')
      nix = privateNix()
      PATH = [...(suite ? [await nixOf(suite)] : []), process.env['PATH']].join(delimiter)
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
HOST     ADDRESS   GROUP  TASKS
1.b+c=d  10.0.0.1  web    check
ahorn    10.0.0.1  web    check
broken   -         -      does not evaluate: this host is broken
gast     -         -      not deployable: it does not import the lollypops module

Name hosts to deploy them; --help says more.
`)
    })

    test('a flake that does not have its packages', async () => {
      const bare = tempDir()
      writeFileSync(join(bare, 'flake.nix'), '{ outputs = { self }: { }; }')
      const { code, stderr } = await run(['ahorn', '--flake', bare])
      expect([code, stderr.split('\n').at(-2)]).toEqual([2, expect.stringContaining('; add lollypops.lib.deployPackages')])
    })

    test('a word that is nothing', async () => {
      expect(await run(['ahron'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^launch: .*ahorn\?\n$/) })
    })
  })
})
