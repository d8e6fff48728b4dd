/**
 * `npm run e2e:clients`: the official command line and the official MCP server against the API and a worker. They are large, and so no
 * development dependencies: they are installed from npm for the time of the test. OFFICIAL_CLIENTS_DIR names a folder that has them already.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ended } from './processes.ts';
import { runStep, vitest } from './steps.ts';

const PACKAGES = ['apify-cli@1.10.0', '@apify/actors-mcp-server@0.16.0'];

const given = process.env.OFFICIAL_CLIENTS_DIR;
const folder = given ?? fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-clients-'));
try {
  if (!given) await install();
  process.env.OFFICIAL_CLIENTS_DIR = folder;
  const { passed, failed } = await runStep(vitest('clients'));
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  if (!given) fs.rmSync(folder, { recursive: true, force: true });
}

/** They run none of their install scripts. */
async function install(): Promise<void> {
  console.log(`Installing ${PACKAGES.join(' and ')}…`);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const args = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = spawn('npm', [...args, ...PACKAGES], { cwd: folder, stdio: 'inherit' });
  const how = await ended(npm);
  if (how !== 'exit code 0') throw new Error(`The official clients could not be installed: ${how}`);
}
