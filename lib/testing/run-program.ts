/** A program whose input is what it does, for tests of what workers do with programs. */
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, expect } from 'vitest';
import { db, pool } from '../../db/client.ts';
import { runs } from '../../db/schema/run.ts';
import type { Engine } from '../runner/engine/engine.ts';
import { ProcessEngine } from '../runner/engine/process/process-engine.ts';
import { buildProgram } from './programs.ts';
import { type MadeBuild, makeRun } from './runs.ts';
import { logOf, until } from './workers.ts';
import { type Person, person } from './world.ts';

const MAIN = `
const { ACTOR_DEFAULT_KEY_VALUE_STORE_ID: store, APIFY_API_BASE_URL: base, APIFY_TOKEN: token } = process.env;
const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
const api = (path, options = {}) => fetch(base + '/v2' + path, { ...options, headers });
const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const push = (item) => api('/datasets/' + process.env.ACTOR_DEFAULT_DATASET_ID + '/items', { method: 'POST', body: JSON.stringify(item) });
const input = await (await api('/key-value-stores/' + store + '/records/INPUT')).text();
const AsyncFunction = (async () => {}).constructor;
await new AsyncFunction('api', 'wait', 'push', 'env', input)(api, wait, push, process.env);
`;
const MANIFEST = { name: 'a', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } };
const FILES = { 'package.json': JSON.stringify(MANIFEST), 'main.js': MAIN };

/** Olga's program and what she does with it. Call `build` before the first test. */
export function testProgram() {
  const folders: string[] = [];
  /** The data directory of another machine. */
  const otherDir = () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-worker-'));
    // The users of programs must be able to enter.
    chmodSync(folder, 0o711);
    folders.push(folder);
    return folder;
  };
  const dataDir = otherDir();
  const engine: Engine = new ProcessEngine({ folder: path.join(dataDir, 'engine') });
  let made: { olga: Person; build: MadeBuild } | undefined;
  const world = () => {
    if (!made) throw new Error('The program was not built');
    return made;
  };
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  const rowOf = async (runId: string) => (await db().select().from(runs).where(eq(runs.id, runId)))[0];
  return {
    dataDir,
    otherDir,
    engine,
    rowOf,
    /** `files`: of another program than the one that `start` can tell what to do. */
    build: async (files: Record<string, string> = FILES): Promise<MadeBuild> => {
      const state = await engine.probe();
      expect(state.isAvailable, state.summary).toBe(true);
      const olga = await person('olga');
      made = { olga, build: await buildProgram(engine, olga, files) };
      return made.build;
    },
    /** Starts a run that executes `code`, in which `api`, `wait`, `push` and `env` are there. */
    start: async (code: string, values: Parameters<typeof makeRun>[2] = {}): Promise<string> => {
      const { olga, build } = world();
      const runId = await makeRun(olga, build, { ...values, status: 'ABORTED', finishedAt: new Date() });
      const store = olga.client.keyValueStore((await rowOf(runId))?.defaultKeyValueStoreId ?? '');
      await store.setRecord({ key: 'INPUT', value: code, contentType: 'text/plain' });
      await pool().query(`UPDATE runs SET status = 'READY', finished_at = NULL WHERE id = $1`, [runId]);
      await pool().query(`SELECT pg_notify('gatehouse_run', $1)`, [runId]);
      return runId;
    },
    finished: (runId: string, limitMillis?: number) =>
      until(
        'the run ends',
        async () => {
          const row = await rowOf(runId);
          return row?.finishedAt ? row : null;
        },
        limitMillis,
      ),
    running: (runId: string, text: string, limitMillis?: number) =>
      until(`the log says ${text}`, async () => (await logOf(runId)).includes(text), limitMillis),
    /** Puts an item into a run's dataset, which its program can look for. */
    addItem: async (runId: string, item: Record<string, unknown>) => {
      await world()
        .olga.client.dataset((await rowOf(runId))?.defaultDatasetId ?? '')
        .pushItems(item);
    },
    items: async (runId: string) => {
      const dataset = world().olga.client.dataset((await rowOf(runId))?.defaultDatasetId ?? '');
      return (await dataset.listItems()).items;
    },
  };
}
