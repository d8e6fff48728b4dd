import { defineConfig, devices } from '@playwright/test';

// `npm test` chooses free ports and an empty data directory; by hand, `npx playwright test` uses these and a data directory of its own.
const consolePort = process.env.CONSOLE_PORT ?? '3100';
const apiPort = process.env.API_PORT ?? '3101';
const consoleUrl = `http://localhost:${consolePort}`;
const apiUrl = `http://localhost:${apiPort}`;

// Test files read the API's address here; the Console's is their `baseURL`.
process.env.API_URL = apiUrl;

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 30_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: consoleUrl,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's own sandbox does not start under root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [{ name: 'chromium', use: devices['Desktop Chrome'] }],
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
      DATA_DIR: process.env.DATA_DIR ?? '.data-e2e',
      DATABASE_URL: '',
    },
  },
});
