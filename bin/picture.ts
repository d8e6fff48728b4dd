/** `npm run picture`: makes the picture of the Console in the README, from the demo world of a fresh instance. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect } from '@playwright/test';
import { findOrInstallChromium } from './browser.ts';

const CONSOLE = 'http://localhost:3900';
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-picture-'));
// Under root the database runs as another user, who must be able to enter.
fs.chmodSync(dataDir, 0o711);

const env = {
  ...process.env,
  DATA_DIR: dataDir,
  CONSOLE_PORT: '3900',
  API_PORT: '3901',
  CONSOLE_URL: CONSOLE,
  API_URL: 'http://localhost:3901',
};
const product = spawn(process.execPath, ['bin/start.js', '--demo'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  await serving();
  await takePicture('docs/console.png');
} finally {
  product.kill('SIGTERM');
  await new Promise((resolve) => product.once('exit', resolve));
  fs.rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);

/** Waits for the last line that a start prints. */
function serving(): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    product.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/^API +http/m.test(printed)) resolve();
    });
    product.once('exit', () => reject(new Error(`The product ended before it served:\n${printed}`)));
  });
}

async function takePicture(file: string): Promise<void> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args });
  const page = await browser.newPage({ baseURL: CONSOLE, viewport: { width: 1280, height: 800 } });
  await page.goto('/sign-in');
  await page.getByLabel('Username or e-mail').fill('olga');
  await page.getByLabel('Password').fill('gatehouse-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('/');
  // Its build has to succeed first.
  const actor = page.getByRole('link', { name: 'Account report' });
  await expect(async () => {
    await page.goto('/store');
    await expect(actor).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 300_000 });
  await actor.click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const question = page.getByRole('dialog');
  await question.waitFor();
  // The ring around what has the focus would be the loudest thing in the picture.
  await question.getByRole('heading', { level: 2 }).first().focus();
  await page.screenshot({ path: file, animations: 'disabled' });
  await browser.close();
}
