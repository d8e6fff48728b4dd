import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { databaseBlobs } from '../blob/database.ts';
import { putRecord } from '../key-value-store/put-record.ts';
import { recordSuite } from '../testing/record-suite.ts';
import { ageBlobs, makeStore, noise, recordPathOf, storeFacts } from '../testing/records.ts';
import { isS3ServerInstalled, type S3Server, startS3Server } from '../testing/s3-server.ts';
import { startSecondServer } from '../testing/second-server.ts';
import { apiUrl, person, serveApi } from '../testing/world.ts';
import { runUpkeep } from '../upkeep/run.ts';

let server: S3Server | undefined;

if (isS3ServerInstalled) {
  beforeAll(async () => {
    server = await startS3Server();
    // Before anything reads the settings.
    Object.assign(process.env, server.env);
  }, 120_000);
  serveApi();
  afterAll(() => server?.stop());

  recordSuite(async (storeId) => {
    const { rows } = await pool().query<{ id: string; storeId: string }>('SELECT id, store_id AS "storeId" FROM blobs');
    const others = new Set(rows.filter((row) => row.storeId !== storeId).map(({ id }) => `records/${id}`));
    return new Set((await server?.keys())?.filter((key) => !others.has(key))).size;
  });

  test('large records are in the object store, and those that are in the database stay readable', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const store = { kind: 'key-value-store', address: { by: 'id', id } } as const;
    await putRecord(olga.api, store, 'r', { bytes: noise(100_000) });
    const { rows } = await pool().query<{ id: string }>(
      `SELECT id FROM blobs WHERE store_id = $1 AND location = 'S3'`,
      [id],
    );
    expect(await server?.keys()).toContain(`records/${rows[0]?.id}`);
    expect(await storeFacts(id)).toMatchObject({ kept: 1, chunks: 0 });
    await pool().query(`UPDATE blobs SET location = 'DATABASE' WHERE store_id = $1`, [id]);
    await databaseBlobs.write(rows[0]?.id ?? '', Readable.from([noise(100_000, 2)]));
    const answer = await fetch(apiUrl() + recordPathOf(id, 'r'), {
      headers: { authorization: `Bearer ${olga.token}` },
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(noise(100_000, 2))).toBe(true);
  });

  test('readers who take nothing do not stop others', { timeout: 60_000 }, async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const store = { kind: 'key-value-store', address: { by: 'id', id } } as const;
    // More than fits into what lies between the object store and a reader.
    await putRecord(olga.api, store, 'r', { bytes: noise(30_000_000) });
    const address = apiUrl() + recordPathOf(id, 'r');
    const options = { headers: { authorization: `Bearer ${olga.token}` }, agent: new http.Agent({ maxSockets: 100 }) };
    const stalled = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const request = http.get(address, options);
        const [response] = (await once(request, 'response')) as [http.IncomingMessage];
        response.on('error', () => {});
        return response;
      }),
    );
    // One who asks last, and only for the last bytes.
    const last = await fetch(address, {
      headers: { ...options.headers, range: 'bytes=-10' },
      signal: AbortSignal.timeout(20_000),
    });
    expect((await last.arrayBuffer()).byteLength).toBe(10);
    for (const response of stalled) response.destroy();
  });

  test('parts of an upload whose process was killed are cleared away', { timeout: 60_000 }, async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const second = await startSecondServer();
    const request = http.request(second.url + recordPathOf(id, 'r'), {
      method: 'PUT',
      headers: { authorization: `Bearer ${olga.token}` },
    });
    request.on('error', () => {});
    request.write(noise(12_000_000));
    const blob = async () =>
      (await pool().query<{ id: string }>('SELECT id FROM blobs WHERE store_id = $1', [id])).rows[0];
    await expect.poll(blob, { timeout: 20_000 }).toBeDefined();
    const key = `records/${(await blob())?.id}`;
    await expect.poll(async () => server?.keys(), { timeout: 20_000 }).toContain(key);
    await second.kill();
    await ageBlobs(id);
    await runUpkeep();
    expect(await blob()).toBeUndefined();
    expect(await storeFacts(id)).toMatchObject({ records: 0, writing: 0 });
    const { rows } = await pool().query<{ id: string }>('SELECT id FROM blobs');
    const known = new Set(rows.map((row) => `records/${row.id}`));
    expect((await server?.keys())?.filter((key) => !known.has(key))).toEqual([]);
  });
} else {
  console.warn(
    'There is no S3 server (packages radosgw, ceph-mon, ceph-osd, ceph-common): records are NOT tried against one.',
  );
}

test('an S3 server is there wherever tests may install it', () => {
  expect(isS3ServerInstalled || process.env.CI === undefined).toBe(true);
});
