/** Actors of account 1 for measuring: built through the API, run by a worker, and started beside it without one. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { heapMbytes } from '../../lib/runner/engine/process/limits/limits.ts';
import type { Child } from './child.ts';
import { tokenOf } from './world.ts';

export const MEMORY_MBYTES = 1_024;

/** What a program prints as its first line: the instant, by its own clock. */
export const FIRST_LINE = "console.log('first line at ' + (performance.timeOrigin + performance.now()));";

async function ask<Data>(api: Child, method: 'GET' | 'POST', address: string, body?: object): Promise<Data> {
  const answer = await fetch(`http://127.0.0.1:${api.port}${address}`, {
    method,
    headers: { authorization: `Bearer ${tokenOf(1)}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { data: Data }).data;
}

interface Job {
  id: string;
  status: string;
  startedAt: string;
}
const IS_OVER = /^(SUCCEEDED|FAILED|ABORTED|TIMED-OUT)$/;

/** Waits for the end of a build or a run, which has to be a good one. */
async function succeeded(api: Child, address: string): Promise<void> {
  for (;;) {
    const { id, status } = await ask<Job>(api, 'GET', `${address}?waitForFinish=60`);
    if (status === 'SUCCEEDED') return;
    if (IS_OVER.test(status)) throw new Error(`${address} has ${status}\n${await logOf(api, id)}`);
  }
}

async function logOf(api: Child, id: string): Promise<string> {
  const address = `http://127.0.0.1:${api.port}/v2/logs/${id}`;
  return (await fetch(address, { headers: { authorization: `Bearer ${tokenOf(1)}` } })).text();
}

export interface BenchActor {
  id: string;
  buildId: string;
}

/** Makes an Actor of one file, `main.js`, and builds it. */
export async function buildActor(
  api: Child,
  name: string,
  main: string,
  dependencies: Record<string, string>,
): Promise<BenchActor> {
  const manifest = { name, version: '1.0.0', type: 'module', scripts: { start: 'node main.js' }, dependencies };
  const sourceFiles = Object.entries({ 'package.json': JSON.stringify(manifest), 'main.js': main }).map(
    ([fileName, content]) => ({ name: fileName, format: 'TEXT', content }),
  );
  const versions = [{ versionNumber: '0.1', buildTag: 'latest', sourceType: 'SOURCE_FILES', sourceFiles }];
  const { id } = await ask<Job>(api, 'POST', '/v2/actors', { name, versions });
  const build = await ask<Job>(api, 'POST', `/v2/actors/${id}/builds?version=0.1`);
  await succeeded(api, `/v2/actor-builds/${build.id}`);
  return { id, buildId: build.id };
}

/** Milliseconds from the instant at which the run was accepted, which is before the answer, to its program's first line. */
export async function startRun(api: Child, { id }: BenchActor): Promise<number> {
  const run = await ask<Job>(api, 'POST', `/v2/actors/${id}/runs?memory=${MEMORY_MBYTES}`);
  await succeeded(api, `/v2/actor-runs/${run.id}`);
  return firstLineAt(await logOf(api, run.id)) - Date.parse(run.startedAt);
}

/** A folder with what is installed of a build, to start it without a worker. `dataDir`: the worker's. */
export async function copyInstalled(dataDir: string, { buildId }: BenchActor): Promise<string> {
  const installed = path.join(dataDir, 'engine', 'builds', buildId);
  const folder = path.join(dataDir, 'direct', buildId);
  await cp(path.join(installed, 'app'), folder, { recursive: true });
  if (readdirSync(installed).includes('modules')) {
    const options = { recursive: true, verbatimSymlinks: true };
    await cp(path.join(installed, 'modules'), path.join(folder, 'node_modules'), options);
  }
  return folder;
}

/** Milliseconds from spawning `node main.js` to its first line. */
export async function spawnDirectly(folder: string): Promise<number> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', NODE_ENV: 'production' as const },
    NODE_OPTIONS: `--max-old-space-size=${heapMbytes(MEMORY_MBYTES)}`,
  };
  const startedAt = performance.timeOrigin + performance.now();
  const child = spawn(process.execPath, ['main.js'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  return firstLineAt(await text(child.stdout)) - startedAt;
}

function firstLineAt(output: string): number {
  const [, instant] = /first line at ([\d.]+)/.exec(output) ?? [];
  if (instant === undefined) throw new Error(`The program printed no first line:\n${output}`);
  return Number(instant);
}
