import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { giveGrant, makeStore, noise, rawRequest, recordPathOf, storeFacts } from '../testing/records.ts';
import { apiUrl, call, type Person, person, serveApi } from '../testing/world.ts';

// The limit of a record, kept low so that a test may pass it.
process.env.MAX_RECORD_MBYTES = '3';
serveApi();

const put = (by: Person, id: string, key: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  call(recordPathOf(id, key), {
    method: 'PUT',
    token: by.token,
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
    headers: { 'content-type': 'text/plain', ...headers },
  });

describe('all records as one file', () => {
  /** Unpacks with the tool of the system, which knows nothing of us. */
  function unpack(archive: Buffer): Map<string, Buffer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-zip-'));
    try {
      writeFileSync(path.join(folder, 'all.zip'), archive);
      const script =
        'import sys,zipfile; z=zipfile.ZipFile("all.zip"); assert z.testzip() is None; z.extractall("out")';
      execFileSync('python3', ['-c', script], { cwd: folder });
      const out = path.join(folder, 'out');
      if (!existsSync(out)) return new Map();
      return new Map(readdirSync(out).map((name) => [name, readFileSync(path.join(out, name))]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const download = async (by: Person | null, url: string) => {
    const response = await fetch(new URL(url, apiUrl()), {
      headers: by ? { authorization: `Bearer ${by.token}` } : {},
    });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  test('is what was stored, small and large, over several pages', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga, { name: 'pictures' });
    const expected = new Map<string, Buffer>();
    for (let n = 0; n < 230; n++) expected.set(`k-${n}`, noise(n === 7 ? 900_000 : n, n + 1));
    expected.set('..', Buffer.from('up'));
    for (const [key, body] of expected) {
      if (key !== '..') expect((await put(olga, id, key, body)).status).toBe(201);
    }
    // Addresses with two dots do not survive the client.
    const answer = await rawRequest(
      apiUrl(),
      [`PUT ${recordPathOf(id, '..')} HTTP/1.1`, 'host: x', `authorization: Bearer ${olga.token}`, 'content-length: 2'],
      Buffer.from('up'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 201/);
    const { response, bytes } = await download(olga, `/v2/key-value-stores/${id}/records`);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="pictures.zip"');
    const files = unpack(bytes);
    expect(files.size).toBe(231);
    expect(files.get('%2E%2E')?.toString()).toBe('up');
    expected.delete('..');
    for (const [key, body] of expected) expect(files.get(key)?.equals(body), key).toBe(true);
    const some = await download(olga, `/v2/key-value-stores/${id}/records?prefix=k-22`);
    expect([...unpack(some.bytes).keys()].sort()).toEqual(
      ['k-22', ...Array.from({ length: 10 }, (_, n) => `k-22${n}`)].sort(),
    );
    const head = await fetch(`${apiUrl()}/v2/key-value-stores/${id}/records`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${olga.token}` },
    });
    expect(head.status).toBe(200);
  });

  test('opens by a link to the keys, and by no other', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'bytes');
    const { recordsPublicUrl } = (await call(`/v2/key-value-stores/${id}`, { token: olga.token })).json.data;
    const { bytes } = await download(null, recordsPublicUrl);
    expect(unpack(bytes).get('r')?.toString()).toBe('bytes');
    expect((await call(`/v2/key-value-stores/${id}/records`)).status).toBe(403);
    expect(unpack((await download(olga, `/v2/key-value-stores/${await makeStore(olga)}/records`)).bytes).size).toBe(0);
  });
});

describe('bad input', () => {
  const LONG = 'k'.repeat(257);
  test.each([
    ...[
      ' ',
      'a/b',
      'a%2Fb',
      'a%00b',
      'ž',
      'a b',
      'a?b'.replace('?', '%3F'),
      LONG,
      'k'.repeat(3_000),
      '%F0%9F%98%80',
      'a*b',
      '%25',
    ],
  ])('for a key is refused, whatever is done with it: %s', async (key) => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
      const body = method === 'PUT' || method === 'POST' ? { body: 'x' } : {};
      expect(
        await call(recordPathOf(id, encodeURI(decodeURIComponent(key)).replaceAll('/', '%2F').replaceAll('?', '%3F')), {
          method,
          token: olga.token,
          ...body,
        }),
      ).toMatchObject({
        status: 400,
        json: { error: { type: 'invalid-record-key' } },
      });
    }
    expect(await storeFacts(id)).toMatchObject({ recordCount: 0, records: 0 });
  });

  test.each([
    ['limit=-1', 400],
    ['limit=x', 400],
    ['limit=0', 200],
    ['limit=99999', 200],
    ['limit=', 200],
    [`limit=${'9'.repeat(50)}`, 400],
    ['exclusiveStartKey=%00', 400],
    ['exclusiveStartKey=%ED%A0%80', 200],
    ['exclusiveStartKey=ž', 200],
    [`exclusiveStartKey=${'x'.repeat(5_000)}`, 200],
    ['prefix=%00', 200],
    ['prefix=%25', 200],
    ['prefix=ž', 200],
    [`prefix=${'x'.repeat(5_000)}`, 200],
    ['collection=%00', 400],
    ['prefix=a&prefix=b', 200],
    ['signature=x', 200],
    ['signature=%00', 200],
    ['signature=a&signature=b', 200],
  ])('in the query of a list of keys is answered: %s', async (query, status) => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'x');
    const answer = await call(`/v2/key-value-stores/${id}/keys?${query}`, { token: olga.token });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json.data.limit).toBeLessThanOrEqual(1_000);
  });

  test.each([
    ['content-type', 'text/html, text/plain', 400, 'invalid-content-type-header'],
    ['content-type', 'nonsense', 400, 'invalid-content-type-header'],
    ['content-type', `text/${'x'.repeat(300)}`, 400, 'invalid-content-type-header'],
    ['content-encoding', 'zstd', 415, 'unsupported-content-encoding'],
    ['content-encoding', 'gzip, br', 415, 'unsupported-content-encoding'],
    ['content-encoding', 'constructor', 415, 'unsupported-content-encoding'],
    ['content-encoding', 'gzip', 400, 'invalid-request'],
    ['content-encoding', 'br', 400, 'invalid-request'],
    ['content-encoding', 'deflate', 400, 'invalid-request'],
  ])('in a header is refused: %s: %s', async (name, value, status, type) => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    for (const body of ['not encoded at all', noise(200_000)]) {
      const answer = await put(olga, id, 'r', body, { [name]: value });
      expect(answer).toMatchObject({ status });
      expect(answer.json?.error.type).toBe(type);
    }
    expect(await storeFacts(id)).toMatchObject({ records: 0, writing: 0, kept: 0 });
    expect((await call('/health')).status).toBe(200);
  });

  test('cut short is refused, encoded or not, and leaves nothing', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    for (const body of [gzipSync(noise(500_000)), brotliCompressSync(noise(500_000))]) {
      const encoding = body[0] === 0x1f ? 'gzip' : 'br';
      const answer = await put(olga, id, 'r', body.subarray(0, body.length - 30_000), { 'content-encoding': encoding });
      expect(answer).toMatchObject({ status: 400, json: { error: { type: 'invalid-request' } } });
    }
    const head = [`PUT ${recordPathOf(id, 'r')} HTTP/1.1`, 'host: x', `authorization: Bearer ${olga.token}`];
    const socket = net.connect(Number(new URL(apiUrl()).port), '127.0.0.1');
    socket.write([...head, 'content-length: 500000', '', ''].join('\r\n'));
    socket.end(noise(400_000));
    socket.resume();
    await once(socket, 'close');
    expect(
      await rawRequest(apiUrl(), [...head, 'transfer-encoding: chunked'], Buffer.from('zz\r\nnonsense\r\n')),
    ).not.toMatch(/^HTTP\/1\.1 (2|5)/);
    await expect.poll(() => storeFacts(id)).toMatchObject({ records: 0, writing: 0, kept: 0, removed: 0 });
  });

  test('to an unknown store, or by its bare name, is 404 whatever is done', async () => {
    const olga = await person('olga');
    await makeStore(olga, { name: 'cache' });
    for (const id of ['AAAAAAAAAAAAAAAAA', 'cache', '~nothing', 'a%00', 'x'.repeat(400)]) {
      for (const [method, what] of [
        ['GET', 'keys'],
        ['GET', 'records'],
        ['GET', 'records/r'],
        ['PUT', 'records/r'],
        ['DELETE', 'records/r'],
      ] as const) {
        const answer = await call(`/v2/key-value-stores/${id}/${what}`, {
          method,
          token: olga.token,
          ...(method === 'PUT' && { body: 'x' }),
        });
        if (id.includes('%00')) expect(answer.status).toBe(400);
        else expect(answer).toMatchObject({ status: 404, json: { error: { type: 'record-not-found' } } });
      }
    }
    expect(await put(olga, `~cache`, 'r', 'x')).toMatchObject({ status: 201 });
    expect(await call(recordPathOf(`${olga.username}~cache`, 'r'), { token: olga.token })).toMatchObject({
      status: 200,
      text: 'x',
    });
  });

  test('as a method is 405', async () => {
    const id = await makeStore(await person('olga'));
    expect((await call(recordPathOf(id, 'r'), { method: 'PATCH', body: 'x' })).status).toBe(405);
    expect((await call(`/v2/key-value-stores/${id}/keys`, { method: 'POST', body: 'x' })).status).toBe(405);
  });
});

describe('a record', () => {
  test('that is JSON is kept to the byte, and not looked into', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    for (const text of ['{ "a" : 1.0e3,\n"b":"\\u00e9" }', 'not json', '', '12345678901234567890']) {
      const stored = await put(olga, id, 'r', text, { 'content-type': 'application/json; charset=utf-8' });
      expect(stored).toMatchObject({ status: 201, text: '{}' });
      expect(stored.headers.get('location')).toBe(apiUrl() + recordPathOf(id, 'r'));
      const answer = await fetch(apiUrl() + recordPathOf(id, 'r'), {
        headers: { authorization: `Bearer ${olga.token}` },
      });
      expect([await answer.text(), answer.headers.get('content-type')]).toEqual([
        text,
        'application/json; charset=utf-8',
      ]);
    }
  });

  test('without a type is bytes, and POST is PUT', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const answer = await rawRequest(
      apiUrl(),
      [`POST ${recordPathOf(id, 'r')} HTTP/1.1`, 'host: x', `authorization: Bearer ${olga.token}`, 'content-length: 3'],
      Buffer.from('abc'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 201/);
    const stored = await call(recordPathOf(id, 'r'), { token: olga.token });
    expect([stored.text, stored.headers.get('content-type')]).toEqual(['abc', 'application/octet-stream']);
  });

  test('larger than the limit is 413, however it is sent, and leaves nothing', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    expect((await put(olga, id, 'r', noise(3_000_000))).status).toBe(201);
    for (const [body, headers] of [
      [noise(3_000_001), {}],
      [gzipSync(Buffer.alloc(3_000_001)), { 'content-encoding': 'gzip' }],
      [gzipSync(Buffer.alloc(200_000_000)), { 'content-encoding': 'gzip' }],
      [brotliCompressSync(Buffer.alloc(100_000_000)), { 'content-encoding': 'br' }],
    ] as const) {
      expect(await put(olga, id, 's', body, headers)).toMatchObject({
        status: 413,
        json: { error: { type: 'request-too-large' } },
      });
    }
    expect(await storeFacts(id)).toMatchObject({
      recordCount: 1,
      byteCount: 3_000_000,
      records: 1,
      writing: 0,
      kept: 1,
    });
  });
});

describe('who may not write', () => {
  /** Sends a head and waits for an answer before a body is sent at all. */
  async function answerBeforeBody(head: readonly string[]): Promise<{ answer: string; sentBytes: number }> {
    const socket = net.connect(Number(new URL(apiUrl()).port), '127.0.0.1');
    let answer = '';
    let sentBytes = 0;
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    // It may be closed by a reset, since it was still sending.
    const isClosed = new Promise<true>((resolve) => socket.once('close', () => resolve(true)));
    socket.write([...head, 'content-type: text/plain', 'content-length: 100000000', '', ''].join('\r\n'));
    await expect.poll(() => answer, { timeout: 5_000 }).toMatch(/\}\}$/);
    const chunk = Buffer.alloc(65_536);
    for (;;) {
      const isEnded = await Promise.race([
        isClosed,
        new Promise<false>((resolve) => setTimeout(() => resolve(false), 100)),
      ]);
      if (isEnded || sentBytes > 100_000_000) break;
      socket.write(chunk);
      sentBytes += chunk.length;
    }
    return { answer, sentBytes };
  }

  test('is told so before a byte of the body was read, and is let go soon', { timeout: 30_000 }, async () => {
    const [olga, rita] = [await person('olga'), await person('rita')];
    const id = await makeStore(olga);
    await giveGrant(id, rita, ['READ']);
    for (const line of [[], [`authorization: Bearer ${rita.token}`]]) {
      const { answer, sentBytes } = await answerBeforeBody([
        `PUT ${recordPathOf(id, 'r')} HTTP/1.1`,
        'host: x',
        ...line,
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*insufficient-permissions/);
      expect(sentBytes).toBeLessThan(100_000_000);
    }
    expect(await storeFacts(id)).toMatchObject({ records: 0, writing: 0 });
  });

  test('gets the answer, also while sending much', async () => {
    const [olga, stan] = [await person('olga'), await person('stan')];
    const id = await makeStore(olga);
    const { rows } = await pool().query('SELECT count(*) FROM blobs');
    for (const token of [undefined, stan.token, 'wrong']) {
      const request = http.request(apiUrl() + recordPathOf(id, 'r'), {
        method: 'PUT',
        headers: { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'text/plain' },
      });
      request.on('error', () => {});
      const answered = once(request, 'response');
      request.end(noise(2_000_000));
      const [response] = (await answered) as [http.IncomingMessage];
      expect(response.statusCode).toBe(token === 'wrong' ? 401 : 403);
      response.resume();
    }
    expect((await pool().query('SELECT count(*) FROM blobs')).rows).toEqual(rows);
  });
});

describe('stored content', () => {
  const served = async (contentType: string, query = '') => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r.html', '<script>alert(1)</script>', { 'content-type': contentType });
    return (await call(`${recordPathOf(id, 'r.html')}${query}`, { token: olga.token })).headers;
  };

  test.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/pdf',
    'text/javascript',
    'application/wasm',
    'x/y',
  ])('of the type %s is a download, runs nothing, and cannot be embedded', async (contentType) => {
    const headers = await served(contentType);
    expect(headers.get('content-disposition')).toBe('attachment; filename="r.html"');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
    expect(headers.get('cross-origin-resource-policy')).toBe(
      contentType === 'image/svg+xml' ? 'cross-origin' : 'same-origin',
    );
    expect(headers.get('content-type')).toBe(contentType);
  });

  test.each(['image/png', 'text/plain', 'application/json', 'video/mp4'])(
    'of the type %s is shown, unless a download is asked for',
    async (contentType) => {
      const headers = await served(contentType);
      expect(headers.get('content-disposition')).toBeNull();
      expect(headers.get('content-security-policy')).toMatch(/sandbox$/);
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      for (const [query, isDownload] of [
        ['?attachment=true', true],
        ['?attachment=1', true],
        ['?attachment=yes', true],
        ['?attachment=false', false],
        ['?attachment=0', false],
        ['?attachment=', false],
        ['?disableRedirect=true', false],
      ] as const) {
        expect((await served(contentType, query)).get('content-disposition') !== null, query).toBe(isDownload);
      }
    },
  );

  test('in a charset that hides letters is served as UTF-8', async () => {
    expect((await served('text/html;charset=utf-7')).get('content-type')).toBe('text/html; charset=utf-8');
  });
});
