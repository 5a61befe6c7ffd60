import { defineConfig } from 'vitest/config';

/** Tests against real ticket servers; `npm run live` starts them, `npm test` does not. */
export default defineConfig({
  test: {
    include: ['test/live/**/*.live.ts'],
    reporters: ['default', './test/support/plain-count.ts'],
    // A server ends with the process that started it.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
  },
});
