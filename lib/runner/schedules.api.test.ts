/** Firings by real workers: in time, once each, and through the death of a worker. */
import { beforeAll, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { fireScheduleNow } from '../schedule/fire-now.ts';
import { logLinesOf, makeDue, makeSchedule, runsOf } from '../testing/schedules.ts';
import { type MadeActor, makeActor } from '../testing/starts.ts';
import { until, workersOfTests } from '../testing/workers.ts';
import { byId, type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 120_000 });
const startAnyWorker = workersOfTests();
/** One that has no room for a run: what is started waits, so that it can be counted. */
const startWorker = () => startAnyWorker({ WORKER_MEMORY_MBYTES: '128' });

let olga: Person;
let actors: MadeActor[];
beforeAll(async () => {
  olga = await person('olga');
  actors = [];
  for (let nth = 0; nth < 10; nth++) actors.push(await makeActor(olga));
}, 60_000);

const finished = async (id: string, count: number, limitMillis = 30_000) =>
  until(
    `${count} firings are finished`,
    async () => {
      const { rows } = await pool().query<{ count: number }>(
        'SELECT count(*) AS count FROM schedule_firings WHERE schedule_id = $1 AND finished_at IS NOT NULL',
        [id],
      );
      return rows[0]?.count === count;
    },
    limitMillis,
  );
const startsOf = async (id: string) => {
  const counts = new Map<string, number>();
  for (const { actorId } of await runsOf(id)) counts.set(actorId, (counts.get(actorId) ?? 0) + 1);
  return counts;
};

test('a firing starts its runs within two seconds of its time', async () => {
  startWorker();
  const { id } = await makeSchedule(olga, actors.slice(0, 1));
  const first = await makeSchedule(olga, []);
  await fireScheduleNow(olga.session, byId(first.id));
  await finished(first.id, 1);
  const lates: number[] = [];
  for (let nth = 1; nth <= 5; nth++) {
    await makeDue(id, -1.5);
    await finished(id, nth);
    const { rows } = await pool().query<{ late: number }>(
      `SELECT (extract(epoch FROM u.started_at - (u.cause->>'scheduledAt')::timestamptz) * 1000)::float AS late
       FROM runs u WHERE u.cause->>'scheduleId' = $1 ORDER BY u.started_at DESC LIMIT 1`,
      [id],
    );
    lates.push(rows[0]?.late ?? Number.NaN);
  }
  console.info(`firings start after ${lates.map(Math.round).join(', ')} ms`);
  expect(Math.min(...lates)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lates)).toBeLessThan(2_000);
});

test('a worker that dies in the middle of a firing neither loses nor doubles a run', async () => {
  const doomed = startWorker();
  const { id } = await makeSchedule(olga, actors);
  // The fifth start waits for whoever changes its Actor.
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM resources WHERE id = $1 FOR UPDATE', [actors[4]?.actorId]);
    await fireScheduleNow(olga.session, byId(id));
    await until('four have started', async () => (await runsOf(id)).length === 4, 30_000);
    await doomed.end('SIGKILL');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
  startWorker();
  await finished(id, 1, 90_000);
  expect([...(await startsOf(id)).values()]).toEqual(Array(10).fill(1));
  expect((await logLinesOf(id)).filter(({ runId }) => runId).length).toBe(10);
});

test('three workers share what is due, and fire each time once', async () => {
  for (let nth = 0; nth < 3; nth++) startWorker();
  const ids: string[] = [];
  for (let nth = 0; nth < 10; nth++) ids.push((await makeSchedule(olga, actors.slice(0, 3))).id);
  for (let round = 1; round <= 3; round++) {
    await Promise.all(ids.map((id) => makeDue(id)));
    for (const id of ids) await finished(id, round, 60_000);
  }
  for (const id of ids) expect([...(await startsOf(id)).values()]).toEqual([3, 3, 3]);
});
