import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/.cache/**'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks', // each file a process: a lab belongs to one and goes down with it
    maxWorkers: 4, // whatever the cores: tests on hosts mostly wait
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
})
