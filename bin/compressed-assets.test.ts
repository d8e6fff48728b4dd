import fs from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetFront, compressAssets } from './compressed-assets.js';

const SCRIPT = 'console.log("a gate, a key, a tower");'.repeat(100);
const distDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-assets-'));
const chunks = path.join(distDir, 'static', 'chunks');
let address: string;
let server: ReturnType<typeof createServer>;

beforeAll(async () => {
  fs.mkdirSync(chunks, { recursive: true });
  fs.writeFileSync(path.join(chunks, 'a.js'), SCRIPT);
  fs.writeFileSync(path.join(chunks, 'a.css'), 'p { color: red }');
  fs.writeFileSync(path.join(chunks, 'font.woff2'), 'no text');
  await compressAssets({ distDir });
  const lead = assetFront(distDir);
  // As the Console does: whatever is at the path that the front leaves.
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    lead(request, response);
    const file = path.join(distDir, new URL(request.url ?? '', 'http://here').pathname.replace('/_next/', ''));
    if (!fs.existsSync(file)) response.statusCode = 404;
    response.end(fs.existsSync(file) ? fs.readFileSync(file) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  fs.rmSync(distDir, { recursive: true });
});

const ask = (place: string, accepted: string, method = 'GET') =>
  fetch(address + place, { method, headers: { 'accept-encoding': accepted } });

test('scripts and styles are packed, and nothing else', () => {
  expect(fs.readdirSync(chunks).sort()).toEqual(['a.css', 'a.css.br', 'a.js', 'a.js.br', 'font.woff2']);
  expect(zlib.brotliDecompressSync(fs.readFileSync(path.join(chunks, 'a.js.br'))).toString()).toBe(SCRIPT);
});

test.each(['br', 'gzip, deflate, br', 'gzip, br;q=0.9', 'br; q=1.0'])(
  'who accepts "%s" gets less',
  async (accepted) => {
    const answer = await ask('/_next/static/chunks/a.js?v=1', accepted);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'application/javascript; charset=UTF-8',
      vary: 'Accept-Encoding',
    });
    expect(await answer.text()).toBe(SCRIPT);
  },
);

test.each(['gzip', 'identity', 'br;q=0', 'brotli', 'xbr'])('who accepts "%s" gets it as it is', async (accepted) => {
  const answer = await ask('/_next/static/chunks/a.js', accepted);
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(answer.headers.get('vary')).toBe('Accept-Encoding');
  expect(await answer.text()).toBe(SCRIPT);
});

test.each([
  ['a file of which there is no smaller one', '/_next/static/chunks/font.woff2', 200],
  ['what is not there', '/_next/static/chunks/b.js', 404],
  ['a path that only ends so', '/elsewhere/_next/static/chunks/a.js', 404],
])('%s is left alone', async (_, place, status) => {
  const answer = await ask(place, 'br');
  expect([answer.status, answer.headers.get('content-encoding')]).toEqual([status, null]);
});

test('only what reads is led to it', async () => {
  const answer = await ask('/_next/static/chunks/a.js', 'br', 'POST');
  expect(answer.headers.get('content-encoding')).toBeNull();
});
