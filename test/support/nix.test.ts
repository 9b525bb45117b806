import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { needs } from './needs.ts'
import { privateNix } from './nix.ts'
import { nixOf } from './nix-suites.ts'
import { tempDir } from './temp.ts'

const flake = `{ outputs = _: { packages.x86_64-linux.default = derivation {
  name = "toy"; system = "x86_64-linux"; builder = "/bin/sh"; args = [ "-c" "echo built >$out" ];
}; }; }`

async function buildToy(env: Record<string, string> = {}) {
  const nix = privateNix()
  const dir = tempDir()
  writeFileSync(join(dir, 'flake.nix'), flake)
  await nix.output('nix', ['build'], { cwd: dir, env })
  return {
    nix,
    text: await nix.output('cat', ['result'], { cwd: dir }),
    path: await nix.output('readlink', ['result'], { cwd: dir }),
  }
}

needs('root', 'nix')('a private store', () => {
  test('has true store paths, which nobody else sees', async () => {
    const { nix, text, path } = await buildToy()
    expect([text, path]).toEqual(['built', expect.stringMatching(/^\/nix\/store\/[a-z0-9]{32}-toy$/)])
    expect([existsSync(path), existsSync(nix.root + path)]).toEqual([false, true])
  })

  test('starts empty', async () => {
    const nix = privateNix()
    expect(await nix.output('ls', ['/nix/store'])).toBe('')
  })
})

needs('lab', 'nix')('the Nix of a suite', () => {
  test('builds here', async () => {
    const PATH = `${await nixOf('trixie')}:${process.env.PATH}`
    expect((await buildToy({ PATH })).text).toBe('built')
    expect(await privateNix().output('nix', ['--version'], { env: { PATH } })).toContain('2.26')
  })
})
