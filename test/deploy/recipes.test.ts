import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Host } from '../../src/description/host.ts'
import { findings } from '../support/check-script.ts'
import { deployer } from '../support/deployer.ts'
import { host } from '../support/hosts.ts'
import { useLab } from '../support/lab.ts'
import { needs } from '../support/needs.ts'
import { privateNix } from '../support/nix.ts'
import { changes, snapshot } from '../support/snapshot.ts'
import { tempDir } from '../support/temp.ts'
import { documented, evaluated } from './documented.ts'
import { recipes } from './recipes.ts'

const standIns = fileURLToPath(new URL('stand-ins', import.meta.url))
const blocks = documented()

test('each recipe in docs/secrets.md is tested', () => {
  expect([...blocks.keys()].sort()).toEqual(Object.keys(recipes).sort())
})

needs(
  'root',
  'lab',
  'nix',
  'pass',
  'shellcheck',
)('docs/secrets.md', () => {
  const lab = useLab('ahorn')
  const nix = privateNix()
  const { write, run } = deployer(lab, nix)
  const tasks = ['deploy-secrets', 'deploy-late-secrets']
  beforeAll(() => lab.exec('ahorn', 'useradd grafana').then(() => {}))

  for (const [name, recipe] of Object.entries(recipes)) {
    const title = recipe.standIn ? `${name} (not the real program: ${recipe.standIn})` : name
    needs(...(recipe.needs ?? []))(title, () => {
      const dir = tempDir()
      const path = recipe.standIn ? `${standIns}:` : ''
      let secrets: Host['secrets']
      let script = ''
      let prepared: Awaited<ReturnType<typeof recipe.prepare>>
      const deploy = (env: Record<string, string | undefined> = {}) => {
        const late = Object.values(secrets.files).some(({ when }) => when === 'after-rebuild')
        return run(script, late ? tasks : tasks.slice(0, 1), { env: { ...env, PATH: `${path}${lab.env.PATH}` } })
      }

      beforeAll(async () => {
        const sh = async (text: string, input: string | Buffer = '') => {
          const { code, bytes, stderr } = await lab.run('bash', ['-euo', 'pipefail', '-c', text], { input })
          if (code !== 0) throw new Error(`${text}: exit code ${code}\n${stderr}`)
          return bytes
        }
        prepared = await recipe.prepare({ dir, home: lab.env.HOME, sh })
        secrets = await evaluated(nix, blocks.get(name)!, prepared.files)
        script = write(host({ secrets }))
      })
      afterAll(() => lab.run('gpgconf', ['--kill', 'all'], { env: { GNUPGHOME: join(dir, 'gnupg') } }).then(() => {}))

      test('is clean to shellcheck, as a build wants it', () => {
        expect(findings(readFileSync(script, 'utf8'))).toBe('')
      })
      test('arrives byte for byte', async () => {
        const { code, stderr } = await deploy(prepared.env)
        expect(code, stderr).toBe(0)
        expect(Object.keys(secrets.files).sort()).toEqual(Object.keys(prepared.arrives).sort())
        for (const { name, path } of Object.values(secrets.files)) {
          const arrived = Buffer.from(await lab.exec('ahorn', `base64 ${path}`), 'base64')
          expect(arrived, name).toEqual(Buffer.from(prepared.arrives[name]!))
        }
      })
      test('asks nothing, says which one, and changes nothing, when it is locked', async () => {
        const before = await snapshot(lab, 'ahorn')
        const { code, stderr } = await deploy(await prepared.locked())
        expect(code, stderr).toBe(1)
        expect(stderr).toMatch(new RegExp(`deploy-secrets failed at (${Object.keys(secrets.files).join('|')}) `))
        expect(stderr).not.toContain('? ')
        expect(changes(before, await snapshot(lab, 'ahorn'))).toEqual([])
      })
    })
  }
})
