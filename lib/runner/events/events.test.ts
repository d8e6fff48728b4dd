import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createId } from '../../ids.ts';
import { EventsServer } from './server.ts';

vi.stubEnv('SECRET_KEY', 'a key of at least thirty-two characters');

let server: EventsServer;
beforeEach(async () => {
  server = await EventsServer.open({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

function connect(url: string): Promise<WebSocket | null> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.on('open', () => resolve(socket)).on('error', () => resolve(null));
  });
}
const attemptOf = (attempt = 1) => ({ runId: createId(), attempt });

describe('the events of a run', () => {
  test('reach its program, and nobody else’s', async () => {
    const [ours, theirs] = [attemptOf(), attemptOf()];
    const socket = await connect(server.admit(ours));
    const other = await connect(server.admit(theirs));
    const heard: string[] = [];
    other?.on('message', () => heard.push('something'));
    const message = socket && once(socket, 'message');
    expect(server.send(ours, 'systemInfo', { memCurrentBytes: 1 })).toBe(1);
    const [data] = (await message) ?? [];
    expect(JSON.parse(String(data))).toMatchObject({ name: 'systemInfo', data: { memCurrentBytes: 1 } });
    expect(server.send(attemptOf(), 'aborting')).toBe(0);
    expect(heard).toEqual([]);
  });

  test('need the secret of this very attempt', async () => {
    const attempt = attemptOf();
    const url = server.admit(attempt);
    const next = server.admit({ ...attempt, attempt: 2 });
    const secret = (of: string) => of.split('/').at(-1) ?? '';
    expect(await connect(url.replace(secret(url), secret(next)))).toBeNull();
    expect(await connect(url.slice(0, -1))).toBeNull();
    expect(await connect(`${url}x`)).toBeNull();
    expect(await connect(new URL('/', url).href)).toBeNull();
    expect(await connect(url)).not.toBeNull();
  });

  test('end with the attempt', async () => {
    const attempt = attemptOf();
    const url = server.admit(attempt);
    const socket = await connect(url);
    server.dismiss(attempt);
    if (socket) await once(socket, 'close');
    expect(await connect(url)).toBeNull();
  });

  test('of one program are not held by many connections', async () => {
    const url = server.admit(attemptOf());
    const opened = await Promise.all(Array.from({ length: 30 }, () => connect(url)));
    expect(opened.filter(Boolean)).toHaveLength(20);
  });

  test('are not disturbed by what strangers send', async () => {
    const { port, host } = new URL(server.admit(attemptOf()));
    await fc.assert(
      fc.asyncProperty(fc.webPath(), async (path) => {
        const response = await fetch(`http://${host}${path}`).catch(() => null);
        expect(response?.status ?? 0).not.toBe(200);
      }),
      { numRuns: 30 },
    );
    expect(Number(port)).toBeGreaterThan(0);
    expect(await connect(server.admit(attemptOf()))).not.toBeNull();
  });

  test('a message that is too large ends the connection, not the server', async () => {
    const url = server.admit(attemptOf());
    const socket = await connect(url);
    socket?.send('x'.repeat(100_000));
    if (socket) await once(socket, 'close');
    expect(await connect(url)).not.toBeNull();
  });
});
