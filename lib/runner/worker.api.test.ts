import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db, pool } from '../../db/client.ts';
import { runs } from '../../db/schema/run.ts';
import { buildProgram } from '../testing/programs.ts';
import { type MadeBuild, makeRun } from '../testing/runs.ts';
import { linesOf, logOf, until, useWorkers } from '../testing/workers.ts';
import { type Person, person, serveApi } from '../testing/world.ts';
import { ProcessEngine } from './engine/process/process-engine.ts';

serveApi();
const startWorker = useWorkers();

/** What the program of these tests does is its input: JavaScript, from the environment of nobody else. */
const MAIN = `
const { ACTOR_DEFAULT_KEY_VALUE_STORE_ID: store, APIFY_API_BASE_URL: api, APIFY_TOKEN: token } = process.env;
const api_ = (path, options = {}) => fetch(api + '/v2' + path, { ...options, headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' } });
const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const push = (item) => api_('/datasets/' + process.env.ACTOR_DEFAULT_DATASET_ID + '/items', { method: 'POST', body: JSON.stringify(item) });
const input = await (await api_('/key-value-stores/' + store + '/records/INPUT')).text();
await new (Object.getPrototypeOf(async () => {}).constructor)('api', 'wait', 'push', 'env', input)(api_, wait, push, process.env);
`;

const dataDir = mkdtempSync(path.join(tmpdir(), 'gatehouse-worker-'));
// The users of programs must be able to enter.
chmodSync(dataDir, 0o711);
const engine = new ProcessEngine({ folder: path.join(dataDir, 'engine') });
let olga: Person;
let build: MadeBuild;

beforeAll(async () => {
  const state = await engine.probe();
  expect(state.isAvailable, state.summary).toBe(true);
  olga = await person('olga');
  const manifest = { name: 'a', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } };
  build = await buildProgram(engine, olga, { 'package.json': JSON.stringify(manifest), 'main.js': MAIN });
}, 60_000);
afterAll(() => rm(dataDir, { recursive: true, force: true }));
beforeEach(async () => {
  await pool().query(`UPDATE runs SET finished_at = now(), status = 'ABORTED' WHERE finished_at IS NULL`);
});

const rowOf = async (runId: string) => (await db().select().from(runs).where(eq(runs.id, runId)))[0];
const finished = (runId: string, limitMillis?: number) =>
  until(
    'the run ends',
    async () => {
      const row = await rowOf(runId);
      return row?.finishedAt ? row : null;
    },
    limitMillis,
  );
const running = (runId: string, text: string) =>
  until(`the log says ${text}`, async () => (await logOf(runId)).includes(text));

async function start(code: string, values: Parameters<typeof makeRun>[2] = {}): Promise<string> {
  const runId = await makeRun(olga, build, { ...values, status: 'ABORTED', finishedAt: new Date() });
  const row = await rowOf(runId);
  await olga.client
    .keyValueStore(row?.defaultKeyValueStoreId ?? '')
    .setRecord({ key: 'INPUT', value: code, contentType: 'text/plain' });
  await pool().query(`UPDATE runs SET status = 'READY', finished_at = NULL WHERE id = $1`, [runId]);
  await pool().query(`SELECT pg_notify('gatehouse_run', $1)`, [runId]);
  return runId;
}
const items = async (runId: string) => {
  const row = await rowOf(runId);
  return (await olga.client.dataset(row?.defaultDatasetId ?? '').listItems()).items;
};
const worker = (env: Record<string, string> = {}) => startWorker({ DATA_DIR: dataDir, ...env });

describe('a run', () => {
  test('is started, printed, measured and ended', async () => {
    worker();
    const runId = await start(`console.log('hello'); await push({ a: 1 }); await wait(1500); console.error('bye');`);
    const row = await finished(runId);
    expect(await linesOf(runId)).toEqual([
      'ACTOR: Pulling build 0.0.1.',
      'ACTOR: Starting the program with 256 MB of memory.',
      'hello',
      'bye',
    ]);
    expect(row).toMatchObject({ status: 'SUCCEEDED', exitCode: 0, attempt: 1, tokenDigest: null });
    expect(row.measures?.memMaxBytes).toBeGreaterThan(10_000_000);
    expect(await items(runId)).toEqual([{ a: 1 }]);
    expect(await engine.list()).toEqual([]);
  });

  test('that fails says with which code', async () => {
    worker();
    const runId = await start(`console.log('oh'); process.exit(7)`);
    expect(await finished(runId)).toMatchObject({
      status: 'FAILED',
      exitCode: 7,
      statusMessage: 'The Actor exited with code 7',
    });
    expect(await linesOf(runId)).toContain('ACTOR: The Actor exited with code 7.');
  });

  test('that takes more memory than it may says so', async () => {
    worker();
    const runId = await start(`const all = []; for (;;) { all.push(Buffer.alloc(10_000_000, 1)); await wait(5); }`);
    expect(await finished(runId)).toMatchObject({
      status: 'FAILED',
      statusMessage: expect.stringContaining('out of memory: it may use 256 MB'),
    });
  });

  test('whose time is over is ended with all that it started', async () => {
    worker();
    const runId = await start(
      `process.on('SIGTERM', () => console.log('term'));
       (await import('node:child_process')).spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' });
       console.log('up'); await wait(100_000);`,
      { timeoutSecs: 2 },
    );
    const row = await finished(runId);
    expect(row).toMatchObject({ status: 'TIMED-OUT', statusMessage: 'The run timed out after 2 s' });
    expect(await linesOf(runId)).toContain('term');
    expect(await engine.list()).toEqual([]);
  });

  test('that restarts on error does so, with the same storages', async () => {
    worker();
    const runId = await start(
      `const { items } = { items: await (await api('/datasets/' + env.ACTOR_DEFAULT_DATASET_ID + '/items')).json() };
       await push({ nth: items.length }); if (items.length < 2) process.exit(1);`,
      { restartsOnError: true },
    );
    expect(await finished(runId)).toMatchObject({ status: 'SUCCEEDED', restartCount: 2, attempt: 3 });
    expect(await items(runId)).toEqual([{ nth: 0 }, { nth: 1 }, { nth: 2 }]);
  });
});

describe('aborting', () => {
  const abort = async (runId: string, isGraceful: boolean) => {
    await pool().query(
      `UPDATE runs SET abort_requested_at = now(), aborts_gracefully = $2, status = 'ABORTING' WHERE id = $1`,
      [runId, isGraceful],
    );
    await pool().query(`SELECT pg_notify('gatehouse_run_abort', $1)`, [runId]);
  };

  test('now, it is killed within a second', async () => {
    worker();
    const runId = await start(`process.on('SIGTERM', () => {}); console.log('up'); await wait(100_000);`);
    await running(runId, 'up');
    const before = Date.now();
    await abort(runId, false);
    expect(await finished(runId)).toMatchObject({ status: 'ABORTED', statusMessage: 'The run was aborted' });
    expect(Date.now() - before).toBeLessThan(2_000);
    expect(await engine.list()).toEqual([]);
  });

  test('gracefully, it hears of it and has time', async () => {
    worker();
    const runId = await start(
      `const socket = new WebSocket(env.ACTOR_EVENTS_WEBSOCKET_URL);
       socket.onopen = () => console.log('open');
       socket.onmessage = async ({ data }) => {
         const { name } = JSON.parse(data);
         if (name === 'systemInfo') return;
         console.log(name);
         if (name === 'aborting') { await wait(1000); await push({ saved: true }); process.exit(0); }
       };
       await wait(100_000);`,
    );
    await running(runId, 'open');
    await abort(runId, true);
    expect(await finished(runId)).toMatchObject({ status: 'ABORTED' });
    expect(await linesOf(runId)).toEqual(expect.arrayContaining(['aborting', 'persistState']));
    expect(await items(runId)).toEqual([{ saved: true }]);
  });

  test('gracefully, one that does not listen gets a signal', async () => {
    worker();
    const runId = await start(
      `process.on('SIGTERM', async () => { console.log('term'); await push({ saved: true }); process.exit(3); });
       console.log('up'); await wait(100_000);`,
    );
    await running(runId, 'up');
    await abort(runId, true);
    expect(await finished(runId)).toMatchObject({ status: 'ABORTED', exitCode: 3 });
    expect(await items(runId)).toEqual([{ saved: true }]);
  });
});
