import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { MAX_LOG_CHARS } from '../job-log/queries.ts';
import { testProgram } from '../testing/run-program.ts';
import { linesOf, logOf, until, workersOfFile } from '../testing/workers.ts';
import { serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 60_000 });
const startWorker = workersOfFile();
const program = testProgram();
const { start, finished, running, items, engine } = program;

beforeAll(async () => {
  await program.build();
  startWorker({ DATA_DIR: program.dataDir, WORKER_LEASE_SECS: '30' });
}, 60_000);
beforeEach(async () => {
  await pool().query(`UPDATE runs SET finished_at = now(), status = 'ABORTED' WHERE finished_at IS NULL`);
});

/** A run has ended when it is said; what its program left is cleared right after. */
const cleared = () => until('nothing is left of it', async () => (await engine.list()).length === 0);

describe('a run', () => {
  test('is started, printed, measured and ended', async () => {
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
    await cleared();
  });

  test('that fails says with which code', async () => {
    const runId = await start(`console.log('oh'); process.exit(7)`);
    expect(await finished(runId)).toMatchObject({
      status: 'FAILED',
      exitCode: 7,
      statusMessage: 'The Actor exited with code 7',
    });
    expect(await linesOf(runId)).toContain('ACTOR: The Actor exited with code 7.');
  });

  test('that takes more memory than it may says so', async () => {
    const runId = await start(`const all = []; for (;;) { all.push(Buffer.alloc(10_000_000, 1)); await wait(5); }`);
    expect(await finished(runId)).toMatchObject({
      status: 'FAILED',
      statusMessage: expect.stringContaining('out of memory: it may use 256 MB'),
    });
  });

  test('whose time is over is ended with all that it started', async () => {
    const runId = await start(
      `process.on('SIGTERM', () => console.log('term'));
       (await import('node:child_process')).spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' });
       console.log('up'); await wait(100_000);`,
      { timeoutSecs: 2 },
    );
    const row = await finished(runId);
    expect(row).toMatchObject({ status: 'TIMED-OUT', statusMessage: 'The run timed out after 2 s' });
    expect(await linesOf(runId)).toContain('term');
    await cleared();
  });

  test('that restarts on error does so, with the same storages', async () => {
    const runId = await start(
      `const { items } = { items: await (await api('/datasets/' + env.ACTOR_DEFAULT_DATASET_ID + '/items')).json() };
       await push({ nth: items.length }); if (items.length < 2) process.exit(1);`,
      { restartsOnError: true },
    );
    expect(await finished(runId)).toMatchObject({ status: 'SUCCEEDED', restartCount: 2, attempt: 3 });
    expect(await items(runId)).toEqual([{ nth: 0 }, { nth: 1 }, { nth: 2 }]);
    expect((await linesOf(runId)).filter((line) => line.includes('again'))).toEqual([
      'ACTOR: The program is started again after its error, as attempt 2.',
      'ACTOR: The program is started again after its error, as attempt 3.',
    ]);
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
    const runId = await start(`process.on('SIGTERM', () => {}); console.log('up'); await wait(100_000);`);
    await running(runId, 'up');
    const before = Date.now();
    await abort(runId, false);
    expect(await finished(runId)).toMatchObject({ status: 'ABORTED', statusMessage: 'The run was aborted' });
    expect(Date.now() - before).toBeLessThan(2_000);
    await cleared();
  });

  test('gracefully, it hears of it and has time', async () => {
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

describe('the log', () => {
  test('keeps whatever is printed as whole lines of text', async () => {
    const runId = await start(
      `const out = (bytes) => new Promise((resolve) => process.stdout.write(bytes, resolve));
       await out(Buffer.from([0x61, 0x00, 0x62, 0xff, 0xfe, 0x0a]));
       const bulb = Buffer.from('💡');
       await out(bulb.subarray(0, 2)); await wait(400); await out(bulb.subarray(2)); await out('\\r\\n');
       await out('x'.repeat(70_000) + '\\n\\n');
       await out('no end');`,
    );
    await finished(runId);
    const lines = (await linesOf(runId)).slice(-7);
    expect(lines[0]).toMatch(/^a\ufffdb\ufffd+$/);
    expect(lines[1]).toBe('💡');
    expect(lines.slice(2).map((line) => line.length)).toEqual([32_768, 32_768, 4_464, 0, 6]);
  });

  test('of a program that prints without end is full at its limit, and the program goes on', async () => {
    const runId = await start(
      `const line = 'x'.repeat(999) + '\\n';
       for (let n = 0; n < 20_000; n++) if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
       await push({ done: true });`,
    );
    expect(await finished(runId, 50_000)).toMatchObject({ status: 'SUCCEEDED' });
    const text = await logOf(runId);
    expect(text.length).toBeGreaterThan(MAX_LOG_CHARS * 0.99);
    expect(text.length).toBeLessThan(MAX_LOG_CHARS * 1.01);
    expect(text.trimEnd().split('\n').at(-1)).toContain('The log is full');
    expect(await items(runId)).toEqual([{ done: true }]);
  });
});
