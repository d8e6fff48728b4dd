import pg from 'pg';
import { type Benchmark, group, informing, type Row, times } from './benchmark.ts';
import type { Lab } from './lab/lab.ts';
import { sendLoad, wireRequest } from './lab/load.ts';
import { authorization, createStore, recordPath } from './lab/records.ts';
import type { World } from './lab/world.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

const STORE = 'benchRecords00001';
const RECORD_BYTES = 10_000;
const CONNECTIONS = 4;
const KEYS = 200;

/** Records in and out over HTTP, beside the statements that would store and read them without anything around. */
export const putAndGet: Benchmark = {
  id: 'P8',
  title: 'putting and getting records',
  how: `Records of ${group(RECORD_BYTES)} bytes under ${KEYS} keys, over ${CONNECTIONS} connections. In: \`PUT\`, each committed to disk; beside it an
\`INSERT … ON CONFLICT\` of the same bytes into a table of the same columns by \`pg\`, each committed too, without any counter. Out: \`GET\` by
a token; beside it a \`SELECT\` by the key.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  await createStore(lab, world, STORE);
  await lab.query(world.url, 'CREATE TABLE IF NOT EXISTS bench_records (LIKE records INCLUDING ALL)');
  const api = await lab.start('api', world);
  const plain = await connect(world);
  const body = Buffer.alloc(RECORD_BYTES, 'bytes of a record, ');
  const paths = Array.from({ length: KEYS }, (_, n) => recordPath(STORE, `key-${n}`));
  const headers = [authorization, 'content-type: text/plain', `content-length: ${body.length}`];
  const puts = paths.map((path) => Buffer.concat([wireRequest('PUT', path, headers), body]));
  const gets = paths.map((path) => wireRequest('GET', path, [authorization]));
  const count = lab.sizes.requests;
  const perSecond = await interleaved(Math.min(lab.sizes.rounds, 9), {
    put: () => sendLoad({ port: api.port, requests: puts, count, connections: CONNECTIONS, status: 201 }),
    plainPut: () => plain.repeat(count, PUT, (n) => [STORE, `key-${n % KEYS}`, body]),
    get: () => sendLoad({ port: api.port, requests: gets, count, connections: CONNECTIONS, status: 200 }),
    plainGet: () => plain.repeat(count, GET, (n) => [STORE, `key-${n % KEYS}`]),
  });
  await lab.stop(api);
  await plain.close();
  const row = (what: string, of: number[], beside: number[]) =>
    informing(what, times(medianRatio(of, beside)), `${group(median(of))} beside ${group(median(beside))} /s`);
  return [
    row('putting records beside plain statements of `pg`', perSecond.put, perSecond.plainPut),
    row('getting records beside the same', perSecond.get, perSecond.plainGet),
  ];
}

const PUT = `INSERT INTO bench_records (store_id, key, content_type, byte_count, digest, data)
  VALUES ($1, $2, 'text/plain', octet_length($3::bytea), sha256($3::bytea), $3)
  ON CONFLICT (store_id, key) DO UPDATE SET data = excluded.data, digest = excluded.digest, modified_at = now()`;
const GET = 'SELECT content_type, byte_count, digest, data FROM bench_records WHERE store_id = $1 AND key = $2';

async function connect({ url }: World) {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client({ connectionString: url }));
  for (const client of clients) await client.connect();
  return {
    repeat: async (count: number, text: string, values: (n: number) => unknown[]): Promise<number> => {
      let next = 0;
      const start = performance.now();
      await Promise.all(
        clients.map(async (client) => {
          while (next < count) await client.query({ name: text.slice(0, 20), text, values: values(next++) });
        }),
      );
      return (count / (performance.now() - start)) * 1_000;
    },
    close: async () => {
      for (const client of clients) await client.end();
    },
  };
}
