/** Request queues to be measured, and a queue of PostgreSQL alone to be measured beside them. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Lab } from './lab.ts';
import { accountId, type World } from './world.ts';

/** Requests in a batch and in a head. */
export const BATCH = 25;

/** The id of a queue of the reader (account 1). */
export const queueId = (n: number) => `benchQueue${String(n).padStart(7, '0')}`;

const keyOf = (n: number) => `https://shop.example.com/products/${n}`;
/** As `requestIdOf` makes it. */
export const requestId = (n: number) =>
  createHash('sha256').update(keyOf(n)).digest('base64').replace(/[+/=]/g, '').slice(0, 15);

/** JSON text of a request, as a crawler sends it. */
export const requestText = (n: number, isHandled = false) =>
  JSON.stringify({
    ...(isHandled && { id: requestId(n), handledAt: '2026-01-01T00:00:00.000Z' }),
    ...{
      url: keyOf(n),
      uniqueKey: keyOf(n),
      method: 'GET',
      noRetry: false,
      retryCount: 0,
      errorMessages: [],
      headers: {},
    },
    userData: { label: 'PRODUCT', depth: 3, __crawlee: { enqueueStrategy: 'same-hostname' } },
  });

/** A batch of requests from `first` on. */
export const batchText = (first: number) =>
  `[${Array.from({ length: BATCH }, (_, n) => requestText(first + n)).join(',')}]`;

/** Makes an empty queue. */
export async function createQueue(lab: Lab, world: World, id: string): Promise<void> {
  await lab.query(
    world.url,
    `INSERT INTO resources (id, kind, owner_id, general_access) VALUES ($1, 'request-queue', $2, 'RESTRICTED')`,
    [id, accountId(1)],
  );
  await lab.query(world.url, 'INSERT INTO request_queues (id) VALUES ($1)', [id]);
}

/** Makes a queue in which `count` requests wait, stored without the API. */
export async function createFullQueue(lab: Lab, world: World, id: string, count: number): Promise<void> {
  await createQueue(lab, world, id);
  await lab.query(
    world.url,
    `INSERT INTO queue_requests (queue_id, id, unique_key, url, method, retry_count, error_count, order_no, byte_count, data)
     SELECT $1, substr(md5(n::text), 1, 15), 'https://shop.example.com/products/' || n, 'https://shop.example.com/products/' || n, 'GET', 0, 0,
       1767225600000000 + n, 150, '{"userData":{"label":"PRODUCT","depth":3}}'
     FROM generate_series(1, $2::int) AS n`,
    [id, count],
  );
  await lab.query(world.url, 'VACUUM (ANALYZE) queue_requests');
}

/** Seconds that each part of the work took. */
export interface Parts {
  add: number;
  lock: number;
  handle: number;
}

/** A queue of `SELECT … FOR UPDATE SKIP LOCKED` and nothing else: no access is checked, nothing is counted, a row is its text. */
export class PlainQueue {
  private readonly clients: pg.Client[];
  private queue = 0;

  private constructor(clients: pg.Client[]) {
    this.clients = clients;
  }

  static async connect(databaseUrl: string, connections: number): Promise<PlainQueue> {
    const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: databaseUrl }));
    for (const client of clients) await client.connect();
    await clients[0]?.query(`
      CREATE TABLE IF NOT EXISTS bench_queue (
        queue int, position bigserial, id text, data text, locked_until timestamptz NOT NULL DEFAULT '-infinity', PRIMARY KEY (queue, id)
      );
      CREATE INDEX IF NOT EXISTS bench_queue_in_order ON bench_queue (queue, position)`);
    return new PlainQueue(clients);
  }

  /** Puts `count` requests through a queue: batches in, batches locked, each deleted when it is done. */
  async run(count: number): Promise<Parts> {
    const queue = ++this.queue;
    const batches = Array.from({ length: count / BATCH }, (_, n) => n * BATCH);
    const numbers = (first: number) => Array.from({ length: BATCH }, (_, n) => first + n);
    return {
      add: await this.each(batches, (client, first) =>
        client.query({
          name: 'add',
          text: 'INSERT INTO bench_queue (queue, id, data) SELECT $1, * FROM unnest($2::text[], $3::text[]) ON CONFLICT DO NOTHING',
          values: [queue, numbers(first).map(requestId), numbers(first).map((n) => requestText(n))],
        }),
      ),
      lock: await this.each(batches, async (client) => {
        await client.query('BEGIN');
        const { rows } = await client.query<{ id: string }>({
          name: 'take',
          text: `SELECT id, data FROM bench_queue WHERE queue = $1 AND locked_until < now() ORDER BY position LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
          values: [queue],
        });
        await client.query({
          name: 'lock',
          text: `UPDATE bench_queue SET locked_until = now() + interval '1 hour' WHERE queue = $1 AND id = ANY ($2)`,
          values: [queue, rows.map((row) => row.id)],
        });
        await client.query('COMMIT');
      }),
      handle: await this.each(
        Array.from({ length: count }, (_, n) => n),
        (client, n) =>
          client.query({
            name: 'done',
            text: 'DELETE FROM bench_queue WHERE queue = $1 AND id = $2',
            values: [queue, requestId(n)],
          }),
      ),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
  }

  private async each<T>(work: readonly T[], use: (client: pg.Client, one: T) => Promise<unknown>): Promise<number> {
    const left = [...work].reverse();
    const start = performance.now();
    await Promise.all(
      this.clients.map(async (client) => {
        for (let one = left.pop(); one !== undefined; one = left.pop()) await use(client, one);
      }),
    );
    return (performance.now() - start) / 1_000;
  }
}
