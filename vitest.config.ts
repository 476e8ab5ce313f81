import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/matchers.ts'],
    // Whole jobs are spawned against a real database on machines of two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // More than those have: many tests wait, for a time-out of the job or for its next try.
    maxWorkers: 5,
  },
});
