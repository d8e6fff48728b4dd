import path from 'node:path';
import { defineConfig } from 'vitest/config';

const API_TESTS = '**/*.api.test.ts';
const ENGINE_TESTS = ['**/*.engine.test.ts', '**/*.k8s.test.ts'];
const CLIENT_TESTS = '**/*.clients.test.ts';
/** Programs that really run. They have a database of their own, so that `npm test` can run them beside the others. */
const RUNNER_TESTS = 'lib/runner/**/*.api.test.ts';
const onOneDatabase = {
  globalSetup: ['lib/testing/database.ts'],
  // The files share one database: side by side they would see each other's rows.
  fileParallelism: false,
  testTimeout: 20_000,
};
const resolve = {
  alias: {
    '@': path.resolve(import.meta.dirname),
    // Outside its own build this name means the one for the framework's older kind of pages, which shows nothing until the browser does.
    'next/dynamic': 'next/dist/shared/lib/app-dynamic.js',
  },
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['bin/**/*.test.ts', 'lib/**/*.test.ts', 'components/**/*.test.ts'],
          exclude: [API_TESTS, CLIENT_TESTS, ...ENGINE_TESTS],
        },
      },
      {
        resolve,
        test: {
          name: 'api',
          include: ['lib/**/*.api.test.ts', 'bin/**/*.api.test.ts', 'db/**/*.api.test.ts'],
          exclude: [RUNNER_TESTS],
          ...onOneDatabase,
        },
      },
      { resolve, test: { name: 'runner', include: [RUNNER_TESTS], ...onOneDatabase } },
      // With programs that are installed for it: bin/e2e-clients.ts.
      { resolve, test: { name: 'clients', include: [`lib/runner/${CLIENT_TESTS}`], ...onOneDatabase } },
      {
        resolve,
        test: {
          name: 'engine',
          include: ['lib/runner/**/*.engine.test.ts'],
          globalSetup: ['lib/testing/docker-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        // Against a cluster that is given: bin/e2e-k8s.ts.
        test: {
          name: 'k8s',
          include: ['lib/runner/**/*.k8s.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
