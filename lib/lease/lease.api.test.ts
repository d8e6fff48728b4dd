import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { db, pool } from '../../db/client.ts';
import { runs } from '../../db/schema/run.ts';
import { transaction } from '../../db/transaction.ts';
import { createId, createRunToken, digestOf } from '../ids.ts';
import { appendRunOutput, MAX_LOG_CHARS } from '../job-log/queries.ts';
import { type MadeBuild, makeBuild, makeRun } from '../testing/runs.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { registerWorker } from '../worker/queries.ts';
import {
  type Capacity,
  claimRun,
  explainWaiting,
  finishRun,
  giveBackRun,
  keepHandle,
  type Lease,
  markTimingOut,
  reapRuns,
  recordMeasures,
  renewLeases,
  selectOver,
  selectOwnRuns,
} from './queries.ts';

serveApi();

const LEASE_SECS = 30;
const ROOM: Capacity = { freeMbytes: 8192, engines: ['process'], isIsolating: true };
const SUCCESS = { status: 'SUCCEEDED', exitCode: 0, statusMessage: null } as const;

let olga: Person;
let build: MadeBuild;
beforeEach(async () => {
  await pool().query('UPDATE runs SET finished_at = now(), status = $1 WHERE finished_at IS NULL', ['ABORTED']);
  olga ??= await person('olga');
  build ??= await makeBuild(olga);
});

const claim = (workerId: string, capacity = ROOM, token = createRunToken()) =>
  claimRun(workerId, capacity, LEASE_SECS, digestOf(token));

async function held(values: Parameters<typeof makeRun>[2] = {}, token = createRunToken()): Promise<Lease> {
  const runId = await makeRun(olga, build, values);
  const lease = await claim(createId(), ROOM, token);
  expect(lease?.runId).toBe(runId);
  if (!lease) throw new Error('Nothing was claimed');
  return lease;
}

const rowOf = async ({ runId }: { runId: string }) => {
  const [row] = await db().select().from(runs).where(eq(runs.id, runId));
  if (!row) throw new Error('There is no such run');
  return row;
};
const lapse = ({ runId }: Lease) =>
  pool().query(`UPDATE runs SET lease_until = now() - interval '1 second' WHERE id = $1`, [runId]);

describe('claiming', () => {
  test('20 workers at once take 200 runs, none lost and none twice, the oldest first', async () => {
    const made: string[] = [];
    for (let index = 0; index < 200; index++) made.push(await makeRun(olga, build));
    const taken: string[] = [];
    const work = async (workerId: string) => {
      for (let lease = await claim(workerId); lease; lease = await claim(workerId)) {
        expect(lease.attempt).toBe(1);
        taken.push(lease.runId);
      }
    };
    await Promise.all(Array.from({ length: 20 }, () => work(createId())));
    expect(taken).toHaveLength(200);
    expect(new Set(taken)).toEqual(new Set(made));
  });

  test('a run is taken only where its memory fits, by an engine that can start its build', async () => {
    const made = await makeBuild(olga, { engine: 'docker' });
    const runId = await makeRun(olga, made, { memoryMbytes: 1024 });
    expect(await claim('w', { ...ROOM, engines: ['process'] })).toBeNull();
    expect(await claim('w', { ...ROOM, engines: ['docker'], freeMbytes: 1023 })).toBeNull();
    expect(await claim('w', { ...ROOM, engines: ['docker'], freeMbytes: 1024 })).toMatchObject({ runId });
  });

  test("without isolation only an operator's own Actors are taken", async () => {
    const opal = await person('opal', { isOperator: true });
    await makeRun(olga, build);
    await makeRun(opal, build);
    const hers = await makeBuild(opal);
    await makeRun(olga, hers);
    expect(await claim('w', { ...ROOM, isIsolating: false })).toBeNull();
    const own = await makeRun(opal, hers);
    expect(await claim('w', { ...ROOM, isIsolating: false })).toMatchObject({ runId: own });
  });

  test('the time of a run begins with its first attempt and goes on through the next', async () => {
    const lease = await held({ timeoutSecs: 100 });
    const first = (await rowOf(lease)).timeoutAt;
    expect(first?.getTime()).toBeGreaterThan(Date.now() + 90_000);
    await giveBackRun(lease, 'MOVED');
    await claim('other');
    expect((await rowOf(lease)).timeoutAt).toEqual(first);
  });

  test('a run that is to be aborted, or whose time is over, is not started but ended', async () => {
    const aborted = await makeRun(olga, build, { abortRequestedAt: new Date() });
    const late = await makeRun(olga, build, { timeoutAt: new Date(Date.now() - 1000), timeoutSecs: 7 });
    expect(await claim('w')).toBeNull();
    expect(new Set(await reapRuns())).toEqual(
      new Set([
        { runId: aborted, status: 'ABORTED' },
        { runId: late, status: 'TIMED-OUT' },
      ]),
    );
    expect((await rowOf({ runId: aborted })).finishedAt).not.toBeNull();
    expect((await rowOf({ runId: late })).statusMessage).toBe('The run timed out after 7 s');
  });
});

describe('waiting', () => {
  const long = { startedAt: new Date(Date.now() - 60_000) };
  const engine = { name: 'process', isAvailable: true, isolation: 'none', summary: '', remedy: null };
  beforeEach(() => pool().query('DELETE FROM workers'));

  test('a run that no worker can take says why, until one takes it', async () => {
    const stan = await person('stan');
    await registerWorker({ id: 'small', host: 'h', memoryMbytes: 1024, engines: [engine] });
    const [own, large, others] = [
      await makeRun(olga, build, long),
      await makeRun(olga, build, { ...long, memoryMbytes: 2048 }),
      await makeRun(stan, build, long),
    ];
    await explainWaiting();
    const messageOf = async (runId: string) => (await rowOf({ runId })).statusMessage;
    expect(await messageOf(own)).toBeNull();
    expect(await messageOf(large)).toContain('Waiting for a worker that has 2048 MB of memory');
    expect(await messageOf(others)).toContain('Waiting for a worker that can run Actors of others');
    for (const _ of [own, large, others]) await claim('w');
    expect(await messageOf(large)).toBeNull();
    expect(await messageOf(others)).toBeNull();
  });
});

describe('the fence', () => {
  const others: [string, (lease: Lease) => Lease][] = [
    ['an earlier attempt', (lease) => ({ ...lease, attempt: lease.attempt - 1 })],
    ['another worker', (lease) => ({ ...lease, workerId: createId() })],
  ];
  test.each(others)('%s changes nothing', async (_whose, wrong) => {
    const lease = await held();
    const before = await rowOf(lease);
    const stale = wrong(lease);
    expect(await finishRun(stale, SUCCESS)).toBe(false);
    expect(await giveBackRun(stale, 'MOVED')).toBe(false);
    expect(await markTimingOut(stale)).toBe(false);
    expect(await keepHandle(stale, { engine: 'process', program: {} })).toBe(false);
    expect(await renewLeases(stale.workerId, [stale], LEASE_SECS)).toEqual([]);
    expect(await appendRunOutput(stale, 'x\n', { batch: 1, position: '2', partial: '' })).toBeNull();
    await recordMeasures(stale, {
      ...{ memAvgBytes: 1, memMaxBytes: 1, memCurrentBytes: 1, cpuAvgUsage: 1, cpuMaxUsage: 1, cpuCurrentUsage: 1 },
    });
    expect(await rowOf(lease)).toEqual(before);
    const { rowCount } = await pool().query('SELECT 1 FROM log_chunks WHERE resource_id = $1', [lease.runId]);
    expect(rowCount).toBe(0);
  });

  test('a run that has ended is not ended again', async () => {
    const lease = await held();
    expect(await finishRun(lease, { ...SUCCESS, status: 'FAILED', exitCode: 3, statusMessage: 'No' })).toBe(true);
    expect(await finishRun(lease, SUCCESS)).toBe(false);
    expect(await rowOf(lease)).toMatchObject({
      ...{ status: 'FAILED', exitCode: 3, statusMessage: 'No', tokenDigest: null, workerId: null, leaseUntil: null },
    });
  });

  test('the last word of a program stays', async () => {
    const lease = await held({ statusMessage: 'All done', isStatusMessageTerminal: true });
    await finishRun(lease, { status: 'FAILED', exitCode: 1, statusMessage: 'The Actor exited with code 1' });
    expect((await rowOf(lease)).statusMessage).toBe('All done');
  });

  test('a token works while its attempt is held, and not once it is taken over or over', async () => {
    const token = createRunToken();
    const lease = await held({}, token);
    const { defaultDatasetId } = await rowOf(lease);
    const push = async (by: string) =>
      (
        await call(`/v2/datasets/${defaultDatasetId}/items`, {
          ...{ method: 'POST', token: by, body: '{"a":1}', headers: { 'content-type': 'application/json' } },
        })
      ).status;
    expect(await push(token)).toBe(201);
    await lapse(lease);
    expect(await reapRuns()).toEqual([{ runId: lease.runId, status: 'READY' }]);
    expect(await push(token)).toBe(401);
    const next = createRunToken();
    const taken = await claim('other', ROOM, next);
    expect(taken).toMatchObject({ runId: lease.runId, attempt: 2 });
    expect(await push(token)).toBe(401);
    expect(await push(next)).toBe(201);
    if (taken) await finishRun(taken, SUCCESS);
    expect(await push(next)).toBe(401);
  });

  test('what ends a token waits for a write that the token has permitted', async () => {
    const lease = await held();
    const ends: Record<string, () => Promise<unknown>> = {
      finish: () => finishRun(lease, SUCCESS),
      'give back': () => giveBackRun(lease, 'MOVED'),
    };
    for (const [name, end] of Object.entries(ends)) {
      let isEnded = false;
      const ending = await transaction(async ({ client }) => {
        await client.query('SELECT 1 FROM runs WHERE id = $1 FOR KEY SHARE', [lease.runId]);
        const pending = end().then(() => {
          isEnded = true;
        });
        await client.query('SELECT pg_sleep(0.2)');
        expect([name, isEnded]).toEqual([name, false]);
        // A heartbeat is not in the way.
        if (name === 'finish') expect(await renewLeases(lease.workerId, [lease], LEASE_SECS)).toHaveLength(1);
        return { pending };
      });
      await ending.pending;
      expect(isEnded).toBe(true);
      if (name === 'finish') {
        await pool().query(
          `UPDATE runs SET status = 'RUNNING', finished_at = NULL, worker_id = $2, token_digest = $3 WHERE id = $1`,
          [lease.runId, lease.workerId, digestOf(createRunToken())],
        );
      }
    }
  });
});

describe('heartbeats', () => {
  test('one statement renews all and tells what is lost, what is to abort and how much time is left', async () => {
    const workerId = createId();
    const ids = [
      await makeRun(olga, build, { timeoutSecs: 60 }),
      await makeRun(olga, build),
      await makeRun(olga, build),
    ];
    const leases: Lease[] = [];
    for (let lease = await claim(workerId); lease; lease = await claim(workerId)) leases.push(lease);
    await pool().query('UPDATE runs SET attempt = attempt + 1 WHERE id = $1', [ids[1]]);
    await pool().query('UPDATE runs SET abort_requested_at = now(), aborts_gracefully = true WHERE id = $1', [ids[2]]);
    const answer = await renewLeases(workerId, leases, LEASE_SECS);
    expect(answer.map(({ runId }) => runId).sort()).toEqual([ids[0] ?? '', ids[2] ?? ''].sort());
    expect(answer.find(({ runId }) => runId === ids[2])).toMatchObject({ isAborting: true, abortsGracefully: true });
    const timed = answer.find(({ runId }) => runId === ids[0]);
    expect(timed).toMatchObject({ isAborting: false });
    expect(timed?.millisLeft).toBeGreaterThan(50_000);
    expect(timed?.millisLeft).toBeLessThanOrEqual(60_000);
  });
});

describe('lapsed leases', () => {
  test('a run whose leases lapse again and again is given up', async () => {
    await makeRun(olga, build);
    for (let attempt = 1; attempt <= 5; attempt++) {
      const lease = await claim(createId());
      if (!lease) throw new Error('Nothing was claimed');
      expect(lease.attempt).toBe(attempt);
      await lapse(lease);
      expect((await reapRuns())[0]?.status).toBe(attempt < 5 ? 'READY' : 'FAILED');
    }
  });

  test('lapses after much work are not held against it', async () => {
    await makeRun(olga, build);
    for (let attempt = 1; attempt <= 7; attempt++) {
      const lease = await claim(createId());
      if (!lease) throw new Error('Nothing was claimed');
      await pool().query(`UPDATE runs SET attempt_started_at = now() - interval '1 hour' WHERE id = $1`, [lease.runId]);
      await lapse(lease);
      expect((await reapRuns())[0]?.status).toBe('READY');
    }
    const { rows } = await pool().query('SELECT migration_count, earlier_run_time_millis FROM runs WHERE status = $1', [
      'READY',
    ]);
    expect(rows[0].migration_count).toBe(7);
    expect(rows[0].earlier_run_time_millis).toBeGreaterThan(7 * 3_590_000);
  });

  test('two reapers at once take each run once', async () => {
    const leases: Lease[] = [];
    for (let index = 0; index < 30; index++) leases.push(await held());
    for (const lease of leases) await lapse(lease);
    const reaped = (await Promise.all([reapRuns(), reapRuns(), reapRuns()])).flat();
    expect(reaped.map(({ runId }) => runId).sort()).toEqual(leases.map(({ runId }) => runId).sort());
  });

  test('a run that was to be aborted is aborted, not started again', async () => {
    const lease = await held();
    await pool().query(`UPDATE runs SET abort_requested_at = now(), status = 'ABORTING' WHERE id = $1`, [lease.runId]);
    await lapse(lease);
    expect(await reapRuns()).toEqual([{ runId: lease.runId, status: 'ABORTED' }]);
  });
});

describe('after a restart', () => {
  test('a worker finds its own runs with what it kept, and which programs are nobody’s', async () => {
    const lease = await held();
    await keepHandle(lease, { engine: 'process', program: { pid: 7 } });
    await appendRunOutput(lease, 'one\n', { batch: 1, position: '4', partial: 'tw' });
    expect(await selectOwnRuns(lease.workerId)).toEqual([
      {
        ...lease,
        handle: { lapses: 0, engine: 'process', program: { pid: 7 }, batch: 1, position: '4', partial: 'tw' },
      },
    ]);
    const gone = { runId: createId(), attempt: 1 };
    const earlier = { runId: lease.runId, attempt: 0 };
    expect(await selectOver([lease, gone, earlier])).toEqual([gone, earlier]);
    await finishRun(lease, SUCCESS);
    expect(await selectOver([lease])).toEqual([lease]);
    expect(await selectOwnRuns(lease.workerId)).toEqual([]);
  });
});

describe('the log', () => {
  test('each piece says how long the log is, and a full one takes no more', async () => {
    const lease = await held();
    let batch = 0;
    const append = (text: string) => appendRunOutput(lease, text, { batch: ++batch, position: 'p', partial: '' });
    expect(await append('ab\n')).toBe(3);
    // Its writer did not hear that it is there.
    batch--;
    expect(await append('ab\n')).toBe(3);
    expect(await append('')).toBe(3);
    expect(await append('cd\n')).toBe(6);
    await pool().query('UPDATE log_chunks SET char_count = $2 WHERE resource_id = $1 AND sequence = 2', [
      lease.runId,
      MAX_LOG_CHARS,
    ]);
    expect(await append('ef\n')).toBe(MAX_LOG_CHARS);
    const { rows } = await pool().query('SELECT sequence, text FROM log_chunks WHERE resource_id = $1 ORDER BY 1', [
      lease.runId,
    ]);
    expect(rows).toEqual([
      { sequence: 1, text: 'ab\n' },
      { sequence: 2, text: 'cd\n' },
    ]);
  });
});
