import fs from 'node:fs';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';

// `npm test` chooses free ports and an empty data directory. By hand, `npx playwright test` uses these and a data directory of its own, which
// it empties first: the first test is about an instance that has no account yet. The processes that run the tests find it set already.
if (!process.env.DATA_DIR) {
  process.env.DATA_DIR = path.resolve('.data-e2e');
  fs.rmSync(process.env.DATA_DIR, { recursive: true, force: true });
}
const consolePort = process.env.CONSOLE_PORT ?? '3100';
const apiPort = process.env.API_PORT ?? '3101';
const consoleUrl = `http://localhost:${consolePort}`;
const apiUrl = `http://localhost:${apiPort}`;

// Test files read the addresses here, and reach the database of the data directory.
process.env.CONSOLE_URL = consoleUrl;
process.env.API_URL = apiUrl;
process.env.DATABASE_URL = '';

export default defineConfig({
  testDir: 'e2e',
  // Tests have people of their own; what is of the whole instance is tried alone (`ALONE` in e2e/world.ts).
  workers: 2,
  timeout: 60_000,
  // A limit for what hangs, not for what is slow.
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: consoleUrl,
    // Without a film of the page: to make one takes a good part of a core.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's own sandbox does not start under root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    // Whoever comes first becomes the operator, so this goes before everybody else.
    { name: 'new instance', testMatch: 'first-visitor.spec.ts', use: devices['Desktop Chrome'] },
    {
      name: 'chromium',
      testIgnore: 'first-visitor.spec.ts',
      dependencies: ['new instance'],
      use: devices['Desktop Chrome'],
    },
  ],
  webServer: {
    command: 'node bin/start.js',
    // The last line that it prints once everything serves.
    wait: { stdout: /^API +http/m },
    timeout: 300_000,
    stdout: 'pipe',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: {
      CONSOLE_PORT: consolePort,
      API_PORT: apiPort,
      CONSOLE_URL: consoleUrl,
      API_URL: apiUrl,
      DATA_DIR: process.env.DATA_DIR,
      DATABASE_URL: '',
      // The receivers of these tests are on this machine.
      WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
    },
  },
});
