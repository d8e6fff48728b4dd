/**
 * The browser for the tests: one that is there, or else one that is fetched.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './processes.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path or name of a Chromium that runs; undefined when there is none and none can be installed. Says which, and what it does to get one. */
export function findOrInstallChromium(): string | undefined {
  const browser = findChromium() ?? installWithPlaywright() ?? installWithApt();
  console.log(browser ? `Browser: ${browser}` : 'No browser found. Install Chromium, or set CHROMIUM_PATH.');
  return browser;
}

function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) return runs(given) ? given : undefined;
  const onPath = NAMES.map((name) =>
    spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim(),
  );
  return [...onPath, chromium.executablePath()].find(runs);
}

function installWithPlaywright(): string | undefined {
  console.log('No Chromium found: installing the one of Playwright…');
  run([path.join(root, 'node_modules', '.bin', 'playwright'), 'install', 'chromium']);
  return [chromium.executablePath()].find(runs);
}

function installWithApt(): string | undefined {
  console.log('That did not give one: installing the one of the system (apt-get install chromium)…');
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  run([...sudo, 'apt-get', 'update', '-q']);
  run([...sudo, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium']);
  return ['/usr/bin/chromium'].find(runs);
}

function run([program = '', ...args]: string[]): void {
  spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

/** Whether it can be loaded: a browser without its shared libraries is none. */
function runs(browser: string | undefined): browser is string {
  return Boolean(browser) && spawnSync(browser ?? '', ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}
