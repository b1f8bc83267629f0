import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// A file for the machine-readable result beside the readable one; `.ci/run` sets it and counts from it.
const resultFile = process.env['TEST_RESULT_FILE'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**', 'node_modules/**'],
    // One core would stand idle on small machines with the default.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    reporters: resultFile ? ['default', ['json', { outputFile: resultFile }]] : ['default'],
  },
});
