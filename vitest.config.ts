import { defineConfig } from 'vitest/config';
import { testFiles, testFilesWith } from './dev/test-files.ts';

// What a server of its own changes is the process's environment.
const alone = new Set(testFilesWith('test/support/own-server.ts'));
const jobs = new Set(testFilesWith('test/support/job.ts'));

/** In processes that go from file to file: another for each would take longer than most of these. */
const together = (name: string, include: string[]) => ({
  extends: true as const,
  test: { name, isolate: false, include: include.filter((file) => !alone.has(file)) },
});

export default defineConfig({
  test: {
    globalSetup: ['test/support/template.ts'],
    setupFiles: ['test/support/each-file.ts'],
    // Ends what hangs, and says nothing of speed: whole programs and brokers are started on machines of two cores, which may be
    // slow and at other work.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What a test waits for comes at some time; a second, the usual limit, says only how busy the machine is.
    expect: { poll: { timeout: 20_000 } },
    // More than those have: many tests wait, for a time-out of the job or for its next try.
    maxWorkers: 5,
    // They begin in the order of their names, so that at the end nobody waits for what takes long.
    projects: [
      { extends: true, test: { name: 'alone', include: [...alone] } },
      together('jobs', [...jobs]),
      together(
        'rest',
        testFiles.filter((file) => !jobs.has(file)),
      ),
    ],
  },
});
