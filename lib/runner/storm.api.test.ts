import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { testProgram } from '../testing/run-program.ts';
import { runCount } from '../testing/scale.ts';
import { until, workersOfTests } from '../testing/workers.ts';
import { serveApi } from '../testing/world.ts';

serveApi();
const startWorker = workersOfTests();
const program = testProgram();
beforeAll(() => program.build(), 60_000);

const RUNS = runCount('STORM_RUNS', 16);
const LIMIT_MILLIS = 60_000 + RUNS * 3_000;
/** Writes ten items, each with its attempt, over half a second. */
const WRITING = `
const attempt = Number(env.ACTOR_EVENTS_WEBSOCKET_URL.split('/').at(-2));
for (let n = 0; n < 10; n++) {
  const { status } = await push({ attempt, n });
  if (status !== 201) process.exit(50);
  await wait(50);
}`;

test(
  `of ${RUNS} runs none is lost and none is doubled while workers are killed at random`,
  async () => {
    // Two workers on one machine and one on another.
    const folders = [program.dataDir, program.dataDir, program.otherDir()];
    const startOn = (folder: string) =>
      startWorker({ DATA_DIR: folder, WORKER_LEASE_SECS: '6', WORKER_MAX_RUNS: '4', LOG_LEVEL: 'fatal' });
    const workers = folders.map(startOn);
    const runIds: string[] = [];
    for (let index = 0; index < RUNS; index++) runIds.push(await program.start(WRITING, { memoryMbytes: 128 }));

    let isOver = false;
    let killCount = 0;
    const storm = (async () => {
      while (!isOver) {
        await wait(500 + Math.random() * 4_000);
        const index = Math.floor(Math.random() * workers.length);
        await workers[index]?.end(Math.random() < 0.7 ? 'SIGKILL' : 'SIGTERM');
        killCount++;
        // Either soon enough to adopt its programs, or not.
        await wait(Math.random() < 0.7 ? 0 : 7_000);
        workers[index] = startOn(folders[index] ?? program.dataDir);
      }
    })();
    const ended = async () => {
      const { rows } = await pool().query(
        `SELECT id, status, attempt, exit_code, status_message FROM runs WHERE id = ANY ($1) AND finished_at IS NOT NULL`,
        [runIds],
      );
      return rows.length === RUNS ? rows : null;
    };
    const rows = await until('all runs end', ended, LIMIT_MILLIS).finally(() => {
      isOver = true;
    });
    await storm;
    console.log(`${RUNS} runs, ${killCount} kills, ${rows.reduce((sum, { attempt }) => sum + attempt, 0)} attempts`);
    expect(rows.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);
    for (const { id, attempt } of rows) {
      const items = (await program.items(id)) as { attempt: number; n: number }[];
      // Once an attempt has written, none before it does any more.
      const attempts = items.map((item) => item.attempt);
      expect(attempts).toEqual([...attempts].sort((a, b) => a - b));
      const last = items.filter((item) => item.attempt === attempt).map(({ n }) => n);
      expect([id, last]).toEqual([id, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    }
    await until('nothing runs any more', async () => (await program.engine.list()).length === 0, 90_000);
  },
  LIMIT_MILLIS + 120_000,
);
