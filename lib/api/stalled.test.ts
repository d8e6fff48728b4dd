import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endStalledReaders } from './stalled.ts';

const app = Fastify();
endStalledReaders(app, 300);
app.get('/endless', (_request, reply) =>
  reply.send(
    Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    ),
  ),
);
app.get('/slow', async () => {
  await later(1_000);
  return 'done';
});
let port = 0;
beforeAll(async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => app.close());

async function ask(path: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  return socket;
}

const openConnections = () => new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));

describe('a connection', () => {
  test('whose reader takes nothing is ended', async () => {
    const socket = await ask('/endless');
    socket.pause();
    await expect.poll(openConnections).toBe(1);
    await expect.poll(openConnections, { timeout: 5_000 }).toBe(0);
    socket.destroy();
  });

  test('whose answer takes longer to prepare is left alone', async () => {
    const socket = await ask('/slow');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('done');
    socket.destroy();
  });

  test('that asks for nothing is ended', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.resume();
    await closed;
  });

  test('whose reader goes on taking is left alone', async () => {
    const socket = await ask('/endless');
    let byteCount = 0;
    const reading = setInterval(() => {
      byteCount += (socket.read() as Buffer | null)?.length ?? 0;
    }, 20);
    await later(1_200);
    clearInterval(reading);
    expect(byteCount).toBeGreaterThan(0);
    expect(socket.destroyed).toBe(false);
    expect(await openConnections()).toBe(1);
    socket.destroy();
  });
});
