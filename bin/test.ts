/**
 * `npm test`: everything, from a fresh clone on. All steps are run, also after a failure; the last line is the sum of them.
 */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { findOrInstallChromium } from './browser.ts';
import { isBuilt, startBuild } from './build.ts';
import { findOrInstallDocker } from './docker-server.ts';
import { ended } from './processes.ts';
import { findOrInstallS3Server } from './s3-server.ts';
import { findOrInstallBubblewrap } from './sandbox.ts';
import { type Count, checkSteps, playwright, runStep, type Step, vitest } from './steps.ts';

const browser = findOrInstallChromium();
findOrInstallS3Server();
findOrInstallBubblewrap();
const whyNoDocker = await findOrInstallDocker();
const build: Step = { name: 'production build', run: buildConsole };
const browserTests: Step = { name: 'browser tests', run: testInBrowser };

const engineTests = whyNoDocker === null ? [vitest('engine', 'kept')] : [];

/**
 * What has nothing to do with each other: each lane keeps a core busy, for about as long. What the second one prints comes when it is done.
 */
const lanes = [[vitest('api')], [vitest('runner', 'kept'), ...engineTests, build]];

const counts: Count[] = [];
for (const step of checkSteps) counts.push(await runStep(step));
for (const lane of await Promise.all(lanes.map(runSteps))) counts.push(...lane);
counts.push(await runStep(browserTests));

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
if (whyNoDocker !== null) console.log(`\nSKIPPED: the engine tests did not run, for want of Docker: ${whyNoDocker}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function runSteps(steps: readonly Step[]): Promise<Count[]> {
  const counted: Count[] = [];
  for (const step of steps) counted.push(await runStep(step));
  return counted;
}

async function buildConsole(): Promise<Count> {
  if (isBuilt()) return { passed: 1, failed: 0 };
  const { child, output, markBuilt } = startBuild();
  if ((await ended(child)) !== 'exit code 0') {
    console.log(output());
    return { passed: 0, failed: 1 };
  }
  markBuilt();
  return { passed: 1, failed: 0 };
}

/** Runs them against the product as `npm start` brings it up, on free ports and an empty data directory. */
async function testInBrowser(): Promise<Count> {
  if (!browser || !isBuilt()) {
    console.log(browser ? 'There is no build to try.' : 'There is no browser.');
    return { passed: 0, failed: 1 };
  }
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-e2e-'));
  // Under root the database runs as another user, who must be able to enter.
  fs.chmodSync(dataDir, 0o711);
  const [consolePort, apiPort] = await freePorts();
  const env = { CHROMIUM_PATH: browser, DATA_DIR: dataDir, CONSOLE_PORT: `${consolePort}`, API_PORT: `${apiPort}` };
  try {
    return await playwright(env).run();
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

async function freePorts(): Promise<[number, number]> {
  const servers = [net.createServer(), net.createServer()] as const;
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, resolve));
  const [consolePort, apiPort] = [portOf(servers[0]), portOf(servers[1])];
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return [consolePort, apiPort];
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}
