/** What must hold of records wherever their bytes are kept. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { deleteStorage } from '../storage/delete.ts';
import { runUpkeep } from '../upkeep/run.ts';
import { ageBlobs, giveGrant, makeStore, noise, recordPathOf, storeFacts } from './records.ts';
import { startSecondServer } from './second-server.ts';
import { apiUrl, call, type Person, person } from './world.ts';

/** What a process holds in memory, as the system counts it; nothing where it does not tell. */
function residentBytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1_024;
}

const SIZES = [0, 1, 16_384, 16_385, 262_144, 262_145, 524_288, 3_000_001];

/** Declares the tests. `leftBytes`: counts the blobs that there are of a key-value store, or of none, where their bytes are kept. */
export function recordSuite(leftBytes: (storeId: string) => Promise<number>): void {
  const put = (by: Person, storeId: string, key: string, body: Buffer | string, headers: Record<string, string> = {}) =>
    call(recordPathOf(storeId, key), {
      method: 'PUT',
      token: by.token,
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
      headers: { 'content-type': 'application/octet-stream', ...headers },
    });
  const get = (by: Person, storeId: string, key: string, headers: Record<string, string> = {}) =>
    fetch(apiUrl() + recordPathOf(storeId, key), { headers: { authorization: `Bearer ${by.token}`, ...headers } });
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  describe('bytes', () => {
    test.each(SIZES)('of %d are kept as they are, with their length and a digest', async (size) => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const body = noise(size, size + 7);
      expect(await put(olga, id, 'r', body)).toMatchObject({ status: 201 });
      const response = await get(olga, id, 'r');
      expect(response.status).toBe(200);
      expect(response.headers.get('content-length')).toBe(String(size));
      expect(response.headers.get('etag')).toBe(`"${createHash('sha256').update(body).digest('base64url')}"`);
      expect((await bytesOf(response)).equals(body)).toBe(true);
      expect(await storeFacts(id)).toMatchObject({ recordCount: 1, byteCount: size, writing: 0, removed: 0 });
      const head = await fetch(apiUrl() + recordPathOf(id, 'r'), {
        method: 'HEAD',
        headers: { authorization: `Bearer ${olga.token}` },
      });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size)]);
      expect((await head.arrayBuffer()).byteLength).toBe(0);
    });

    test.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['deflate', deflateSync],
    ] as const)('sent in %s are kept decoded', async (encoding, compress) => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      for (const body of [Buffer.from('{"a":1}'), noise(700_000)]) {
        expect(await put(olga, id, 'r', compress(body), { 'content-encoding': encoding })).toMatchObject({
          status: 201,
        });
        const response = await get(olga, id, 'r');
        expect(response.headers.get('content-encoding')).toBeNull();
        expect((await bytesOf(response)).equals(body)).toBe(true);
      }
    });

    test('in parts are the same bytes, wherever the part begins and ends', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const body = noise(1_000_000);
      const small = noise(5_000);
      await put(olga, id, 'large', body);
      await put(olga, id, 'small', small);
      for (const [first, last] of [
        [0, 0],
        [0, 262_143],
        [262_143, 262_144],
        [262_144, 262_144],
        [100, 999_999],
        [999_999, 999_999],
        [500_000, 2_000_000],
      ] as const) {
        const response = await get(olga, id, 'large', { range: `bytes=${first}-${last}` });
        expect(response.status).toBe(206);
        const end = Math.min(last, 999_999);
        expect(response.headers.get('content-range')).toBe(`bytes ${first}-${end}/1000000`);
        expect(response.headers.get('content-length')).toBe(String(end - first + 1));
        expect((await bytesOf(response)).equals(body.subarray(first, end + 1))).toBe(true);
      }
      const suffix = await get(olga, id, 'large', { range: 'bytes=-1000' });
      expect((await bytesOf(suffix)).equals(body.subarray(-1_000))).toBe(true);
      const part = await get(olga, id, 'small', { range: 'bytes=4999-' });
      expect(part.headers.get('content-range')).toBe('bytes 4999-4999/5000');
      expect((await bytesOf(part)).equals(small.subarray(4_999))).toBe(true);
    });
  });

  describe('a record', () => {
    test('is replaced whole, and its former bytes go once no reader can be at them', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      await put(olga, id, 'r', noise(600_000, 1));
      const reading = await get(olga, id, 'r');
      await put(olga, id, 'r', noise(400_000, 2));
      await runUpkeep();
      expect(await storeFacts(id)).toMatchObject({ recordCount: 1, byteCount: 400_000, kept: 1, removed: 1 });
      expect((await bytesOf(reading)).equals(noise(600_000, 1))).toBe(true);
      expect((await bytesOf(await get(olga, id, 'r'))).equals(noise(400_000, 2))).toBe(true);
      await put(olga, id, 'r', 'small');
      await ageBlobs(id);
      await runUpkeep();
      expect(await storeFacts(id)).toMatchObject({ recordCount: 1, byteCount: 5, kept: 0, removed: 0, chunks: 0 });
      expect(await leftBytes(id)).toBe(0);
    });

    test('is deleted with its bytes, and deleting it twice is no error', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      await put(olga, id, 'r', noise(300_000));
      await put(olga, id, 's', 'small');
      const remove = (key: string) => call(recordPathOf(id, key), { method: 'DELETE', token: olga.token });
      for (const key of ['r', 'r', 's', 'never']) expect((await remove(key)).status).toBe(204);
      expect(await storeFacts(id)).toMatchObject({ recordCount: 0, byteCount: 0, records: 0, kept: 0, removed: 1 });
      expect(await call(recordPathOf(id, 'r'), { token: olga.token })).toMatchObject({
        status: 404,
        json: { error: { type: 'record-not-found' } },
      });
      await ageBlobs(id);
      await runUpkeep();
      expect(await leftBytes(id)).toBe(0);
    });

    test('that eight writers put at once is one of theirs, and counted once', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      for (let round = 0; round < 3; round++) {
        const bodies = Array.from({ length: 8 }, (_, n) => noise(n % 2 ? 50_000 + n : 100 + n, n + 1));
        const answers = await Promise.all(bodies.map((body) => put(olga, id, 'r', body)));
        expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
        const stored = await bytesOf(await get(olga, id, 'r'));
        expect(bodies.some((body) => body.equals(stored))).toBe(true);
        const facts = await storeFacts(id);
        expect(facts).toMatchObject({ recordCount: 1, byteCount: stored.length, records: 1, writing: 0 });
        expect(facts.kept).toBe(stored.length > 16_384 ? 1 : 0);
      }
      await ageBlobs(id);
      await runUpkeep();
      const { kept } = await storeFacts(id);
      expect(await leftBytes(id)).toBe(kept);
    });

    test('counters agree with records whatever is written and deleted at once', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      await Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          for (let turn = 0; turn < 6; turn++) {
            const key = `k${(n + turn) % 5}`;
            if ((n + turn) % 3 === 0) await call(recordPathOf(id, key), { method: 'DELETE', token: olga.token });
            else await put(olga, id, key, noise(turn % 2 ? 20_000 : 30, n));
          }
        }),
      );
      const facts = await storeFacts(id);
      expect(facts.recordCount).toBe(facts.records);
      expect(facts.byteCount).toBe(facts.bytes);
    });
  });

  describe('an upload', () => {
    /** Begins an upload of more than a chunk, and gives what is needed to go on. */
    async function begin(by: Person, storeId: string, key: string, origin = apiUrl()) {
      const request = http.request(origin + recordPathOf(storeId, key), {
        method: 'PUT',
        headers: { authorization: `Bearer ${by.token}`, 'content-type': 'application/octet-stream' },
      });
      request.on('error', () => {});
      request.write(noise(400_000));
      await expect.poll(async () => (await storeFacts(storeId)).writing, { timeout: 10_000 }).toBe(1);
      return request;
    }
    const finish = async (request: http.ClientRequest): Promise<number> => {
      request.end();
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.resume();
      return response.statusCode ?? 0;
    };

    test('is not seen before it is whole, and the record that is there is', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const request = await begin(olga, id, 'r');
      expect((await get(olga, id, 'r')).status).toBe(404);
      expect((await call(`/v2/key-value-stores/${id}/keys`, { token: olga.token })).json.data.count).toBe(0);
      expect(await finish(request)).toBe(201);
      const next = await begin(olga, id, 'r');
      expect((await bytesOf(await get(olga, id, 'r'))).length).toBe(400_000);
      next.write(noise(1));
      expect(await finish(next)).toBe(201);
      expect((await bytesOf(await get(olga, id, 'r'))).length).toBe(400_001);
    });

    test('that is broken off leaves nothing', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const request = await begin(olga, id, 'r');
      request.destroy();
      const nothing = { recordCount: 0, records: 0, writing: 0, kept: 0, removed: 0, chunks: 0 };
      await expect.poll(() => storeFacts(id), { timeout: 10_000 }).toMatchObject(nothing);
      expect(await leftBytes(id)).toBe(0);
    });

    test('whose sender loses the right to write meanwhile is refused, and leaves nothing', async () => {
      const [olga, colin] = [await person('olga'), await person('colin')];
      const id = await makeStore(olga);
      const takeBack = await giveGrant(id, colin, ['READ', 'WRITE']);
      const request = await begin(colin, id, 'r');
      await takeBack();
      expect(await finish(request)).toBe(403);
      expect(await storeFacts(id)).toMatchObject({ recordCount: 0, records: 0, writing: 0, kept: 0 });
      expect(await leftBytes(id)).toBe(0);
    });

    test('to a store that is deleted meanwhile is 404, and leaves nothing', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      await put(olga, id, 'other', noise(100_000));
      const request = await begin(olga, id, 'r');
      await deleteStorage(olga.session, 'key-value-store', { by: 'id', id });
      await runUpkeep();
      expect(await finish(request)).toBe(404);
      await runUpkeep();
      await ageBlobs(id);
      await runUpkeep();
      expect(await storeFacts(id)).toMatchObject({ records: 0, writing: 0, kept: 0, removed: 0, chunks: 0 });
      expect(await leftBytes(id)).toBe(0);
      const { rows } = await pool().query('SELECT 1 FROM deleted_storages WHERE id = $1', [id]);
      expect(rows).toEqual([]);
    });

    test('in a process that is killed is never seen, and is cleared away', { timeout: 60_000 }, async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const server = await startSecondServer();
      await begin(olga, id, 'r', server.url);
      await server.kill();
      expect((await get(olga, id, 'r')).status).toBe(404);
      // Whether its process is dead or slow cannot be told at once.
      await runUpkeep();
      expect(await storeFacts(id)).toMatchObject({ records: 0, writing: 1 });
      await ageBlobs(id);
      await runUpkeep();
      expect(await storeFacts(id)).toMatchObject({ recordCount: 0, records: 0, writing: 0, removed: 0, chunks: 0 });
      expect(await leftBytes(id)).toBe(0);
    });

    test('that the worker gave up is refused when it comes to its end after all', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const request = await begin(olga, id, 'r');
      await ageBlobs(id);
      await runUpkeep();
      expect(await finish(request)).toBe(400);
      expect(await storeFacts(id)).toMatchObject({ records: 0, writing: 0, kept: 0, chunks: 0 });
      expect(await leftBytes(id)).toBe(0);
    });

    test('of a stream of unknown length, by an official client, is whole', async () => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      const body = noise(12_000_000);
      const parts = Array.from({ length: 120 }, (_, n) => body.subarray(n * 100_000, (n + 1) * 100_000));
      await olga.client.keyValueStore(id).setRecord({ key: 'r', value: Readable.from(parts) as never });
      const record = await olga.client.keyValueStore(id).getRecord('r', { stream: true });
      const chunks: Buffer[] = [];
      if (!record) throw new Error('There is no record');
      for await (const chunk of record.value as unknown as Readable) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(body)).toBe(true);
    });
  });

  test('a hundred megabytes come and go whole, and are never held in memory', { timeout: 180_000 }, async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const chunk = noise(1_000_000);
    const sent = createHash('sha256');
    const chunks = function* () {
      for (let n = 0; n < 100; n++) {
        chunk.writeUInt32LE(n, 0);
        sent.update(chunk);
        yield Buffer.from(chunk);
      }
    };
    const server = await startSecondServer();
    const headers = { authorization: `Bearer ${olga.token}` };
    const url = server.url + recordPathOf(id, 'r');
    const idle = residentBytes(server.pid);
    let peak = idle;
    const sampling = setInterval(() => {
      peak = Math.max(peak, residentBytes(server.pid));
    }, 20);
    try {
      const request = http.request(url, { method: 'PUT', headers });
      const answered = once(request, 'response');
      Readable.from(chunks(), { objectMode: false }).pipe(request);
      const [{ statusCode }] = (await answered) as [http.IncomingMessage];
      expect(statusCode).toBe(201);
      const received = createHash('sha256');
      const answer = await fetch(url, { headers });
      for await (const part of answer.body ?? []) received.update(part);
      expect(received.digest('hex')).toBe(sent.digest('hex'));
    } finally {
      clearInterval(sampling);
      await server.stop();
    }
    // A process that has just started grows by its code, too; what matters is that it is far from the record's size.
    expect((peak - idle) / 1e6).toBeLessThan(90);
    expect(await storeFacts(id)).toMatchObject({ recordCount: 1, byteCount: 100_000_000, kept: 1 });
  });

  describe('a download', () => {
    test('ends within a second of the reader losing the right to read', async () => {
      const [olga, colin] = [await person('olga'), await person('colin')];
      const id = await makeStore(olga);
      const takeBack = await giveGrant(id, colin, ['READ']);
      await put(olga, id, 'r', noise(20_000_000));
      const response = await new Promise<http.IncomingMessage>((resolve) => {
        http.get(apiUrl() + recordPathOf(id, 'r'), { headers: { authorization: `Bearer ${colin.token}` } }, resolve);
      });
      let received = 0;
      let lostAt = 0;
      const cut = new Promise<number>((resolve) => {
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
          // A slow reader: some megabytes a second.
          response.pause();
          setTimeout(() => response.resume(), 15);
        });
        response.on('error', () => resolve(Date.now()));
        response.on('end', () => resolve(0));
      });
      await expect.poll(() => received).toBeGreaterThan(100_000);
      await takeBack();
      lostAt = Date.now();
      const endedAt = await cut;
      expect(endedAt).toBeGreaterThan(0);
      expect(received).toBeLessThan(20_000_000);
      // What is in buffers on the way still arrives, slowly.
      expect(endedAt - lostAt).toBeLessThan(5_000);
    });
  });
}
