import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const chaos = ['test/**/*-chaos.test.ts', 'test/deploy/secrets-planted.test.ts']
const real = process.env.NIXPKGS ? ['test/real/**/*.test.ts'] : []
const hosts = [...real, 'test/{deploy,programs}/**/*.test.ts', 'test/demo.test.ts', 'test/support/lab.test.ts']
const nix = ['test/nix/**/*.test.ts', 'test/docs.test.ts', 'test/support/nix.test.ts']
/** Start launch as a program, with many scripts or the real Nix. */
const launch = ['test/launch/{build,hosts,many,output,real-nix,results,running,seeing,signals,terminal}.test.ts']
/** Machines of QEMU: npm run test:vm. */
const vm = ['test/vm/**/*.test.ts']
const rest = ['test/!(real)/**/*.test.ts', 'test/*.test.ts']

/** Unit tests share the modules of a worker, which halves their time. */
const project = (name: string, include: string[], exclude: string[] = [], isolate = true) => ({
  extends: true as const,
  test: { name, include, isolate, exclude: ['**/node_modules/**', 'test/.cache/**', ...exclude] },
})

/** As build.mjs bundles them. */
const texts = {
  name: 'texts',
  enforce: 'pre' as const,
  load: (id: string) =>
    /\.(txt|bash|zsh)$/.test(id) ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : null,
}

export default defineConfig({
  plugins: [texts],
  test: {
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks', // each file a process: a lab belongs to one and goes down with it
    maxWorkers: 4, // whatever the cores: tests on hosts mostly wait
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    projects: [
      project('unit', rest, [...launch, ...nix, ...hosts, ...chaos, ...vm], false),
      project('launch', launch),
      project('nix', nix),
      project('hosts', hosts, chaos),
      project('chaos', chaos),
      project('vm', vm),
    ],
  },
})
