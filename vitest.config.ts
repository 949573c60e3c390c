import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** Tests that look at the memory or the open handles of their own process. */
const ALONE = [
  'test/**/memory.test.ts',
  'test/**/nothing-left-open.test.ts',
  'test/runners/mssql/tds-stand-in.test.ts',
];
const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    // how long anything takes is looked at by the bench; here only what never ends must end
    testTimeout: 300_000,
    hookTimeout: 600_000,
    // twice the cores, three at least: much of a file is waiting, for a silence that must be noticed or a pace a protocol
    // asks for, which another file fills
    maxWorkers: Math.max(3, 2 * availableParallelism()),
    // tests that run side by side do nearly nothing but wait
    maxConcurrency: 20,
    sequence: { sequencer: LongestFirst },
    reporters: report === undefined ? ['default'] : ['default', 'json'],
    ...(report === undefined ? {} : { outputFile: { json: report } }),
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...ALONE],
          globalSetup: ['test/support/shared-folder.ts'],
          // loading the program and its libraries for each file is a tenth of all the work
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/build-once.ts'],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        // A wrong answer there is a false assurance: every branch is taken by a test.
        'src/kernel/**': { branches: 100 },
        'src/validation/**': { branches: 100 },
        'src/evidence/**': { branches: 100 },
      },
    },
  },
});
