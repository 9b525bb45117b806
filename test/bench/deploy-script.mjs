import { execFileSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Writes the script that deploys these secrets to root@NAME, made by the sources as they are now; returns its path. */
export function deployScript(dir, name, secrets) {
  const node = (...args) =>
    execFileSync(process.execPath, args, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] })
  node('build.mjs', join(dir, 'dist'))
  symlinkSync(join(project, 'templates'), join(dir, 'templates'))

  const host = JSON.parse(readFileSync(join(project, 'docs/ahorn.json'), 'utf8'))
  const [like] = Object.values(host.secrets.files)
  const files = secrets.map(({ name, cmd, path }) => [
    name,
    { ...like, name, cmd, path, owner: 'root', 'group-name': 'root', mode: '0400' },
  ])
  host.name = host.hostName = host.deployment.ssh.host = name
  host.deployment.ssh.opts = []
  host.secrets.files = Object.fromEntries(files)
  host['home-manager'] = { users: {} }

  const description = join(dir, 'host.json')
  writeFileSync(description, JSON.stringify(host))
  const script = join(dir, `deploy-${name}`)
  node(join(dir, 'dist/lollypops-generate.cjs'), description, '-o', script)
  return script
}
