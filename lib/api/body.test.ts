import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { describe, expect, test } from 'vitest';
import { bodyBytes } from './body.ts';

const requestOf = (encoding?: string) =>
  ({ headers: { ...(encoding && { 'content-encoding': encoding }) } }) as unknown as FastifyRequest;

async function lengthOf(bytes: AsyncIterable<Buffer>): Promise<number> {
  let length = 0;
  for await (const chunk of bytes) length += chunk.length;
  return length;
}

describe('a body that is ended from our side before it is whole', () => {
  test.each([
    ['as it is', undefined, Buffer.from('half')],
    ['decoded', 'gzip', gzipSync(Buffer.alloc(10_000)).subarray(0, 20)],
  ])('is an error for whoever reads it, %s', async (_how, encoding, half) => {
    const payload = new PassThrough();
    const reading = lengthOf(bodyBytes(requestOf(encoding), payload));
    payload.write(half);
    await delay(20);
    // Without an error, as the limits on time do it.
    payload.destroy();
    await expect(Promise.race([reading, delay(2_000, 'still waiting')])).rejects.toThrow('before it was whole');
  });

  test('and one that is whole is none', async () => {
    const payload = new PassThrough();
    const reading = lengthOf(bodyBytes(requestOf('gzip'), payload));
    payload.end(gzipSync(Buffer.alloc(300_000)));
    expect(await reading).toBe(300_000);
  });
});
