import { once } from 'node:events';
import net from 'node:net';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { testProgram } from '../testing/run-program.ts';
import { linesOf, until, workersOfTests } from '../testing/workers.ts';
import { serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 120_000 });
const startWorker = workersOfTests();
const program = testProgram();
const { start, finished, running, rowOf, items, engine } = program;
const worker = (env: Record<string, string> = {}) => startWorker({ DATA_DIR: program.dataDir, ...env });

beforeAll(() => program.build(), 60_000);
beforeEach(async () => {
  await pool().query(`UPDATE runs SET finished_at = now(), status = 'ABORTED' WHERE finished_at IS NULL`);
});

/** Counts on for some seconds, with lines that take two writes each. */
const COUNTING = `for (let n = 0; n < 400; n++) { process.stdout.write('line '); await wait(5); process.stdout.write(n + '\\n'); await wait(5); }`;
const COUNTED = Array.from({ length: 400 }, (_, n) => `line ${n}`);

describe('a worker that is killed', () => {
  test('and started again goes on with its program; no line is lost and none is doubled', async () => {
    const first = worker({ WORKER_LEASE_SECS: '30' });
    const runId = await start(COUNTING);
    await running(runId, 'line 40');
    await first.end('SIGKILL');
    worker({ WORKER_LEASE_SECS: '30' });
    const row = await finished(runId, 30_000);
    expect(row).toMatchObject({ status: 'SUCCEEDED', attempt: 1, migrationCount: 0, exitCode: 0 });
    expect((await linesOf(runId)).filter((line) => line.startsWith('line'))).toEqual(COUNTED);
    await until('nothing is left of it', async () => (await engine.list()).length === 0);
  });

  test('again and again loses nothing either', async () => {
    let current = worker({ WORKER_LEASE_SECS: '30' });
    // Counts until it is told to end, however long the workers take.
    const runId = await start(
      `const end = '/datasets/' + env.ACTOR_DEFAULT_DATASET_ID + '/items';
       let n = 0;
       do {
         for (let k = 0; k < 50; k++) { process.stdout.write('line '); await wait(5); process.stdout.write(n++ + '\\n'); await wait(5); }
       } while ((await (await api(end)).json()).length === 0);
       console.log('counted ' + n);`,
    );
    await running(runId, 'line 5');
    for (let kill = 0; kill < 4; kill++) {
      await current.end('SIGKILL');
      const before = (await linesOf(runId)).length;
      current = worker({ WORKER_LEASE_SECS: '30' });
      await until('the log goes on', async () => (await linesOf(runId)).length > before, 30_000);
    }
    await program.addItem(runId, { isToEnd: true });
    expect(await finished(runId, 60_000)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 });
    const lines = (await linesOf(runId)).filter((line) => !line.startsWith('ACTOR'));
    const counted = lines.length - 1;
    expect(lines).toEqual([...Array.from({ length: counted }, (_, n) => `line ${n}`), `counted ${counted}`]);
  });

  test('finds what has ended while it was away', async () => {
    const first = worker({ WORKER_LEASE_SECS: '30' });
    const runId = await start(`console.log('up'); await wait(500); console.log('last'); process.exit(5);`);
    await running(runId, 'up');
    await first.end('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    worker({ WORKER_LEASE_SECS: '30' });
    expect(await finished(runId)).toMatchObject({ status: 'FAILED', exitCode: 5, attempt: 1 });
    expect(await linesOf(runId)).toContain('last');
  });

  test('loses its runs to another; the old program can write nothing any more and is ended', async () => {
    const first = worker();
    const runId = await start(
      `await push({ by: env.ACTOR_EVENTS_WEBSOCKET_URL.split('/').at(-2) });
       if (env.ACTOR_EVENTS_WEBSOCKET_URL.includes('/2/')) process.exit(0);
       for (;;) { console.log('write ' + (await push({ zombie: true })).status); await wait(200); }`,
    );
    await running(runId, 'write 201');
    await first.end('SIGKILL');
    const zombies = await engine.list();
    expect(zombies).toMatchObject([{ runId, attempt: 1 }]);
    await until('its lease lapses', async () => {
      const { rows } = await pool().query('SELECT lease_until < now() AS lapsed FROM runs WHERE id = $1', [runId]);
      return rows[0].lapsed;
    });
    // Another machine, where nothing is known of the first worker's programs.
    const otherDir = program.otherDir();
    startWorker({ DATA_DIR: otherDir });
    const row = await finished(runId);
    expect(row).toMatchObject({ status: 'SUCCEEDED', attempt: 2, migrationCount: 1 });
    expect(await linesOf(runId)).toContain(
      'ACTOR: The worker of this run was not heard of any more; the run goes on as attempt 2.',
    );
    const zombie = await engine.adopt(runId, 1, zombies[0]?.handle ?? {});
    if (!zombie) throw new Error('The old program is gone');
    let said = '';
    const read = (async () => {
      for await (const { text } of zombie.output(null)) {
        said += text;
        if (said.includes('write 401')) return true;
      }
      return false;
    })();
    expect(await read).toBe(true);
    const written = await items(runId);
    expect(written.at(-1)).toEqual({ by: '2' });
    worker();
    await until('the old program is ended', async () => (await engine.list()).length === 0);
    expect(await rowOf(runId)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
  });
});

describe('a worker that is stopped', () => {
  test('gives its runs back, after telling them', async () => {
    const first = worker();
    const runId = await start(
      `if (env.ACTOR_EVENTS_WEBSOCKET_URL.includes('/2/')) process.exit(0);
       const socket = new WebSocket(env.ACTOR_EVENTS_WEBSOCKET_URL);
       socket.onopen = () => console.log('open');
       socket.onmessage = ({ data }) => { const { name } = JSON.parse(data); if (name !== 'systemInfo') console.log(name); };
       await wait(100_000);`,
    );
    await running(runId, 'open');
    await first.end('SIGTERM');
    expect(await rowOf(runId)).toMatchObject({ status: 'READY', workerId: null, tokenDigest: null, migrationCount: 1 });
    await until('nothing is left of it', async () => (await engine.list()).length === 0);
    expect(await linesOf(runId)).toEqual(expect.arrayContaining(['migrating', 'persistState']));
    worker();
    expect(await finished(runId)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
    expect(await linesOf(runId)).toContain('ACTOR: The worker of this run was stopped; the run goes on as attempt 2.');
  });

  test('leaves them going where it is told to', async () => {
    const first = worker({ WORKER_ON_STOP: 'leave', WORKER_LEASE_SECS: '30' });
    const runId = await start(COUNTING);
    await running(runId, 'line 10');
    await first.end('SIGTERM');
    expect(await rowOf(runId)).toMatchObject({ status: 'RUNNING', attempt: 1 });
    worker({ WORKER_LEASE_SECS: '30' });
    expect(await finished(runId, 30_000)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 });
    expect((await linesOf(runId)).filter((line) => line.startsWith('line'))).toEqual(COUNTED);
  });
});

describe('a run that changes hands', () => {
  test.each([
    [
      'rebooted',
      `UPDATE runs SET attempt = attempt + 1, reboot_count = reboot_count + 1, status = 'READY', token_digest = NULL, worker_id = NULL WHERE id = $1`,
    ],
    ['deleted', 'DELETE FROM resources WHERE id = $1'],
  ])('because it is %s: its program is ended promptly', async (how, statement) => {
    worker();
    const runId = await start(
      `if (env.ACTOR_EVENTS_WEBSOCKET_URL.includes('/1/')) { console.log('up'); await wait(100_000); }`,
    );
    await running(runId, 'up');
    const before = Date.now();
    await pool().query(statement, [runId]);
    await pool().query(`SELECT pg_notify('gatehouse_run_abort', $1), pg_notify('gatehouse_run', $1)`, [runId]);
    await until('the old program is ended', async () => (await engine.list()).every(({ attempt }) => attempt !== 1));
    expect(Date.now() - before).toBeLessThan(3_000);
    if (how === 'rebooted') expect(await finished(runId)).toMatchObject({ status: 'SUCCEEDED', attempt: 3 });
  });

  test('because its worker hangs: on waking it ends the old program and writes nothing', async () => {
    const frozen = worker();
    const runId = await start(
      `if (env.ACTOR_EVENTS_WEBSOCKET_URL.includes('/2/')) { console.log('second'); process.exit(0); }
       for (;;) { console.log('first'); await wait(100); }`,
    );
    await running(runId, 'first');
    await frozen.end('SIGSTOP');
    startWorker({ DATA_DIR: program.otherDir() });
    expect(await finished(runId)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
    const lines = await linesOf(runId);
    await frozen.end('SIGCONT');
    await until('the old program is ended', async () => (await engine.list()).length === 0);
    expect(await linesOf(runId)).toEqual(lines);
  });
});

/** A way to the database that can be cut: nothing goes through any more, and nobody is told. */
async function cuttableDatabase() {
  const direct = new URL(process.env.DATABASE_URL ?? '');
  const folder = direct.searchParams.get('host');
  let isCut = false;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((inner) => {
    const outer = folder ? net.connect(`${folder}/.s.PGSQL.5432`) : net.connect(Number(direct.port), direct.hostname);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => isCut || to.write(data));
      from.on('close', () => isCut || to.destroy());
      from.on('error', () => {});
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(direct);
  url.searchParams.delete('host');
  url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  return {
    url: url.href,
    cut: () => {
      isCut = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('a worker that cannot reach the database ends its programs before others start them', async () => {
  const way = await cuttableDatabase();
  const LEASE_SECS = 9;
  try {
    const first = worker({ DATABASE_URL: way.url, WORKER_LEASE_SECS: `${LEASE_SECS}` });
    const runId = await start(
      `if (env.ACTOR_EVENTS_WEBSOCKET_URL.includes('/1/')) { console.log('up'); await wait(100_000); }`,
    );
    await running(runId, 'up');
    way.cut();
    const isLapsed = async () => {
      const { rows } = await pool().query('SELECT lease_until < now() AS lapsed FROM runs WHERE id = $1', [runId]);
      return rows[0].lapsed as boolean;
    };
    await until('the program is ended', async () => (await engine.list()).length === 0);
    expect(await isLapsed()).toBe(false);
    startWorker({ DATA_DIR: program.otherDir() });
    expect(await finished(runId, 30_000)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
    await first.end('SIGKILL');
  } finally {
    way.close();
  }
});
