import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processesOf } from './support/leftovers.ts'
import { needs } from './support/needs.ts'
import { output, run } from './support/run.ts'
import { tempDir } from './support/temp.ts'

const project = new URL('..', import.meta.url).pathname

/** Starts a command where there is no nix in /usr/bin. */
const withoutNix = `unshare --mount sh -ec '
  mount -t tmpfs tmpfs /mnt
  mkdir /mnt/upper /mnt/work
  mount -t overlay -o lowerdir=/usr/bin,upperdir=/mnt/upper,workdir=/mnt/work overlay /usr/bin
  [ "$(stat --file-system --format %T /usr/bin)" = overlayfs ]
  rm /usr/bin/nix
  exec "$@"' sh`

/** Starts a command where root may mount nothing and /run is on a disk, and says which files it leaves. */
const inContainer = `unshare --mount sh -c '
  set -e
  mount -t tmpfs tmpfs /mnt
  mkdir /mnt/nix
  mount --bind /mnt/nix /nix
  for folder in run etc var; do
    mkdir -p /mnt/$folder/upper /mnt/$folder/work
    mount -t overlay -o lowerdir=/$folder,upperdir=/mnt/$folder/upper,workdir=/mnt/$folder/work overlay /$folder
  done
  mkdir /mnt/bin
  printf "#!/bin/sh\\nexit 1\\n" >/mnt/bin/unshare
  chmod +x /mnt/bin/unshare
  PATH=/mnt/bin:$PATH "$@"
  echo "left:" $(find /mnt/*/upper -type f; ls -A /nix)' sh`

/** Its processes carry the folder, which tells what it leaves there and running. */
async function demo(
  options: { end?: NodeJS.Signals; after?: string; env?: Record<string, string>; inside?: string } = {},
) {
  const dir = tempDir()
  const { end, after = '', env, inside = '' } = options
  const killer = end
    ? `(until grep -q "${after}" "$0/log"; do sleep 0.05; kill -0 $$ || exit; done; kill -${end.slice(3)} $$) & `
    : ''
  const script = `${killer}exec ${inside} bash test/demo.sh >"$0/log" 2>&1`
  const { code } = await run('bash', ['-c', script, dir], {
    cwd: project,
    env: { TMPDIR: dir, LOLLYPOPS_TEST_DIR: dir, ...env },
  })
  const log = await output('cat', [`${dir}/log`])
  await expect.poll(() => processesOf(dir).filter(({ command }) => command), { timeout: 10_000 }).toEqual([])
  expect(readdirSync(dir)).toEqual(['log'])
  return { code, log }
}

needs('lab', 'nix')('the demo', () => {
  test.each([{ DEMO_HOSTS: 'lab' }, { DEMO_HOSTS: 'loopback' }])('deploys two hosts, with %j', async (env) => {
    const { code, log } = await demo({ env })
    expect(code, log).toBe(0)
    expect(log).toMatch(/^ahorn +done/m)
    expect(log).toMatch(/^porree +done/m)
    expect(log).toContain('-r-------- root:root /etc/wifi.env')
    expect(log).toContain('Deployed by lollypops: porree')
  })

  test('is recorded as docs/launch.svg is', async () => {
    const DEMO_RECORD = join(tempDir(), 'launch.svg')
    const { code, log } = await demo({ env: { DEMO_HOSTS: 'lab', DEMO_RECORD } })
    expect(code, log).toBe(0)
    expect(log).toMatch(/^porree +(\x1b\[\d+m)?done/m)
    for (const file of [DEMO_RECORD, join(project, 'docs/launch.svg')]) {
      const svg = readFileSync(file, 'utf8')
      const [last = ''] = svg.match(/<g id="f\d+">[\s\S]*/) ?? []
      const text = last.replaceAll(/<[^>]*>/g, '')
      expect(text).toContain('[ahorn:activate-system]')
      expect(text).toMatch(/^porree +done +- +0 /m)
      expect(svg).not.toMatch(/\x1b|NaN|undefined/)
    }
  })

  test.each([{ DEMO_HOSTS: 'lab' }, { DEMO_HOSTS: 'loopback' }])(
    'deploys from JSON where there is no Nix, with %j',
    async (env) => {
      const { code, log } = await demo({ env, inside: withoutNix })
      expect(code, log).toBe(0)
      expect(log).toContain('There is no Nix here.')
      expect(log).toContain('[ahorn:rebuild] (stand-in) nixos-rebuild switch')
      expect(log).toMatch(/^porree +done/m)
      expect(log).toContain('-r-------- root:root /etc/wifi.env')
    },
  )

  test('says what Nix says when the flake cannot be locked', async () => {
    const bin = tempDir()
    const nix =
      '#!/bin/sh\ncase $* in "flake lock") echo "error: no lock today" >&2; exit 1 ;; esac\nexec /usr/bin/nix "$@"\n'
    writeFileSync(join(bin, 'nix'), nix, { mode: 0o755 })
    const { code, log } = await demo({ env: { DEMO_HOSTS: 'loopback', PATH: `${bin}:${process.env.PATH}` } })
    expect(code).not.toBe(0)
    expect(log).toContain('error: no lock today\n')
  })

  test('deploys in a plain container, and leaves nothing there', async () => {
    const { code, log } = await demo({ env: { DEMO_HOSTS: 'loopback' }, inside: inContainer })
    expect(code, log).toBe(0)
    expect(log).toContain('No mounts are allowed here')
    expect(log).toContain('/run is on a disk here')
    expect(log).toContain('-r-------- root:root /etc/wifi.env')
    expect(log).toMatch(/^left:$/m)
  })

  test('says what is missing', async () => {
    const inside = withoutNix.replaceAll('nix', 'ssh-keygen')
    const { code, log } = await demo({ env: { DEMO_HOSTS: 'loopback' }, inside })
    expect([code, log]).toEqual([1, expect.stringContaining('demo: ssh-keygen is missing: install openssh-client')])
  })

  test('says what it does, with --help', async () => {
    expect(await output('bash', ['test/demo.sh', '--help'], { cwd: project })).toMatch(/^Usage: npm run demo\n/)
    const { code, stdout } = await run('bash', ['test/demo.sh', '--nonsense'], { cwd: project })
    expect([code, stdout]).toEqual([2, expect.stringMatching(/^Usage: /)])
  })

  test('runs twice at once', async () => {
    const both = await Promise.all([demo(), demo()])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing after %s', async (end) => {
    const { code } = await demo({ end, after: 'launch -- ahorn porree', env: { DEMO_HOSTS: 'loopback' } })
    expect(code).toBe(end === 'SIGINT' ? 130 : 143)
  })
})
