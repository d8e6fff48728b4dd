/** Deliveries by a real worker to real receivers: tries, ends, and what is never reached. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { Receiver } from '../testing/receiver.ts';
import { finish, hold, makeActor, started } from '../testing/starts.ts';
import { until } from '../testing/workers.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import type { WebhookView } from '../webhook/view.ts';
import { listWebhookRows } from '../webhook-page/list-rows.ts';
import { MAX_RETRIES } from './deliver.ts';
import { failForsakenDispatches } from './queries.ts';
import { startWebhookWorker, type WebhookWorker } from './worker.ts';

process.env.WEBHOOK_ALLOWED_ADDRESSES = '127.0.0.1';
serveApi();

/** As soon as the queue can. */
const SOON = { retryBackoff: true, retryDelay: 1, retryDelayMax: 1 };

let olga: Person;
let receiver: Receiver;
let worker: WebhookWorker;
beforeAll(async () => {
  olga = await person('olga');
  receiver = await Receiver.open();
  worker = await startWebhookWorker({ deliveries: SOON });
});
afterAll(async () => {
  await worker.stop();
  receiver.close();
});
beforeEach(() => {
  receiver.answer = (response) => response.end('ok');
});

let paths = 0;
/** A webhook of a new Actor, at an address of its own. */
async function make(about: Record<string, unknown> = {}) {
  const path = `/${++paths}`;
  const actor = await makeActor(olga);
  const { json, status, text } = await call('/v2/webhooks', {
    method: 'POST',
    token: olga.token,
    body: JSON.stringify({
      ...{ condition: { actorId: actor.actorId }, eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: receiver.url(path) },
      ...about,
    }),
  });
  if (status !== 201) throw new Error(text);
  const fire = async () => finish(await hold((await started(olga, actor)).id));
  return { id: (json.data as WebhookView).id, path, fire };
}

const dispatchOf = async (webhookId: string) => {
  const { rows } = await pool().query(
    'SELECT * FROM webhook_dispatches WHERE webhook_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1',
    [webhookId],
  );
  return rows[0];
};
const ended = (webhookId: string, limitMillis?: number) =>
  until(
    'the end of a delivery',
    async () => {
      const dispatch = await dispatchOf(webhookId);
      return dispatch?.finished_at && dispatch;
    },
    limitMillis,
  );
/** Of this dispatch alone: the queue may hold jobs of other tests' webhooks, which wait for their next tries much longer. */
const jobEnded = (dispatchId: string) =>
  until('the end of a job', async () => {
    const { rows } = await pool().query(
      `SELECT bool_and(state >= 'completed') AS "isEnded" FROM pgboss.job WHERE name = 'webhook-dispatch' AND data ->> 'dispatchId' = $1`,
      [dispatchId],
    );
    return rows[0].isEnded;
  });
const change = (id: string, body: unknown) =>
  call(`/v2/webhooks/${id}`, { method: 'PUT', token: olga.token, body: JSON.stringify(body) });
const notificationsOf = async (id: string) =>
  (await pool().query('SELECT * FROM notifications WHERE subject_id = $1 ORDER BY created_at', [id])).rows;

describe('a receiver that does not take it', () => {
  test('is asked twelve times with the same payload, and then its owner is told', { timeout: 120_000 }, async () => {
    receiver.answer = (response) => response.writeHead(500).end(`no${'!'.repeat(10_000)}\0`);
    const { id, path, fire } = await make();
    await fire();
    await receiver.take(path, 1);
    const waiting = await until('the wait', async () => {
      const { items } = (await call(`/v2/webhooks/${id}/dispatches`, { token: olga.token })).json.data;
      return items[0]?.nextTryAt && items[0];
    });
    expect(waiting).toMatchObject({ status: 'ACTIVE', finishedAt: null });
    const dispatch = await ended(id, 90_000);
    const received = receiver.at(path);
    expect(received).toHaveLength(MAX_RETRIES + 1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['x-apify-webhook-dispatch-id']))).toEqual(
      new Set([dispatch.id]),
    );
    expect(dispatch).toMatchObject({ status: 'FAILED', payload: received[0]?.body });
    expect(dispatch.calls).toHaveLength(MAX_RETRIES + 1);
    expect(dispatch.calls[0]).toMatchObject({
      responseStatus: 500,
      errorMessage: 'The receiver answered with status 500',
    });
    expect(dispatch.calls[0].responseBody).toMatch(/^no!{4094}…$/);
    expect(await notificationsOf(id)).toMatchObject([
      { kind: 'webhook-failed', account_id: olga.id, count: 1, data: { dispatchId: dispatch.id }, closed_at: null },
    ]);
    // The next that arrives takes the notice back.
    receiver.answer = (response) => response.end('ok');
    await fire();
    await until('success', async () => (await dispatchOf(id)).status === 'SUCCEEDED');
    expect((await notificationsOf(id))[0].closed_at).not.toBeNull();
  });

  test('is asked again later and later', async () => {
    const { rows } = await pool().query(
      `SELECT retry_limit, retry_delay, retry_backoff, retry_delay_max FROM pgboss.queue WHERE name = 'webhook-dispatch'`,
    );
    // Retry n comes between d·2ⁿ/2 and d·2ⁿ seconds after the try before it.
    const { retry_delay: delay, ...queue } = rows[0];
    expect(queue).toMatchObject({ retry_backoff: true, retry_delay_max: null });
    expect(queue.retry_limit).toBeGreaterThan(MAX_RETRIES);
    const meanSecs = (n: number) => delay * 2 ** n * 0.75;
    expect(meanSecs(1)).toBe(60);
    const hours = Array.from({ length: MAX_RETRIES }, (_, n) => meanSecs(n + 1) / 3_600);
    expect(hours.reduce((sum, each) => sum + each)).toBeCloseTo(34, 0);
  });

  test('that mends in between gets it', async () => {
    const { id, path, fire } = await make();
    receiver.answer = (response) => response.writeHead(receiver.at(path).length < 3 ? 503 : 204).end();
    await fire();
    const dispatch = await ended(id, 30_000);
    expect(dispatch).toMatchObject({ status: 'SUCCEEDED' });
    expect(dispatch.calls.map((one: { responseStatus: number }) => one.responseStatus)).toEqual([503, 503, 204]);
    expect(await notificationsOf(id)).toEqual([]);
  });

  test('is asked once where that is wanted', async () => {
    receiver.answer = (response) => response.writeHead(400).end();
    const { id, path, fire } = await make({ doNotRetry: true });
    await fire();
    expect(await ended(id)).toMatchObject({ status: 'FAILED' });
    expect(receiver.at(path)).toHaveLength(1);
  });

  test('a test says at once what came of it, and is not told of', async () => {
    receiver.answer = (response) => response.writeHead(400).end();
    const { id, path } = await make();
    await call(`/v2/webhooks/${id}/test`, { method: 'POST', token: olga.token });
    expect(await ended(id)).toMatchObject({ status: 'FAILED', calls: [{ responseStatus: 400 }] });
    expect(receiver.at(path)).toHaveLength(1);
    expect(await notificationsOf(id)).toEqual([]);
  });

  test('is told in the list while it fails, with the tries so far', async () => {
    receiver.answer = (response) => response.writeHead(500).end();
    const { id, fire } = await make();
    await fire();
    const row = await until('a try', async () => {
      const { rows } = await listWebhookRows(olga.session, { limit: 50 });
      return rows.find((one) => one.id === id && one.lastTries > 0);
    });
    expect(row).toMatchObject({ lastStatus: 'ACTIVE', lastTries: expect.any(Number) });
    await call(`/v2/webhooks/${id}`, { method: 'DELETE', token: olga.token });
  });
});

describe('what ends a delivery that waits', () => {
  test('switching the webhook off; switched on again it tells of what happens then', async () => {
    receiver.answer = (response) => response.writeHead(500).end();
    const { id, path, fire } = await make();
    await fire();
    await receiver.take(path, 1);
    const { id: dispatchId } = await dispatchOf(id);
    await change(id, { isEnabled: false });
    expect(await ended(id)).toMatchObject({ status: 'FAILED' });
    const count = receiver.at(path).length;
    await fire();
    await jobEnded(dispatchId);
    expect(receiver.at(path).length).toBeLessThanOrEqual(count + 1);
    expect((await pool().query('SELECT 1 FROM webhook_dispatches WHERE webhook_id = $1', [id])).rowCount).toBe(1);
    const replay = await call(`/v2/webhook-dispatches/${(await dispatchOf(id)).id}/replay`, {
      method: 'POST',
      token: olga.token,
    });
    expect(replay.json.error.type).toBe('invalid-request');
    // A test is somebody who asks for it.
    receiver.answer = (response) => response.end('ok');
    await call(`/v2/webhooks/${id}/test`, { method: 'POST', token: olga.token });
    expect(await ended(id)).toMatchObject({ event_type: 'TEST', status: 'SUCCEEDED' });
    await change(id, { isEnabled: true });
    await fire();
    await until(
      'success',
      async () => (await dispatchOf(id)).event_type !== 'TEST' && (await dispatchOf(id)).finished_at,
    );
  });

  test('deleting the webhook', async () => {
    receiver.answer = (response) => response.writeHead(500).end();
    const { id, path, fire } = await make();
    await fire();
    await receiver.take(path, 1);
    const { id: dispatchId } = await dispatchOf(id);
    await call(`/v2/webhooks/${id}`, { method: 'DELETE', token: olga.token });
    await jobEnded(dispatchId);
    expect(receiver.at(path).length).toBeLessThanOrEqual(2);
  });

  test('a queue that has lost it', async () => {
    const { id, fire } = await make({ requestUrl: 'https://example.invalid/' });
    await fire();
    await until('the first try', async () => (await dispatchOf(id))?.calls.length > 0);
    await pool().query(`DELETE FROM pgboss.job WHERE name = 'webhook-dispatch'`);
    await failForsakenDispatches();
    expect(await dispatchOf(id)).toMatchObject({ status: 'ACTIVE' });
    await pool().query(`UPDATE webhook_dispatches SET created_at = now() - interval '1 hour' WHERE webhook_id = $1`, [
      id,
    ]);
    await failForsakenDispatches();
    expect(await dispatchOf(id)).toMatchObject({ status: 'FAILED' });
    expect(await notificationsOf(id)).toMatchObject([{ kind: 'webhook-failed' }]);
  });
});

describe('what is never reached', () => {
  test.each([
    ...['http://[::1]', 'http://127.0.0.2', 'http://[::ffff:127.0.0.2]', 'http://0.0.0.0', 'http://192.168.1.10'],
    ...[
      'http://169.254.169.254',
      'http://10.0.0.1',
      'http://[fd00::1]',
      'http://2130706434',
      'http://[64:ff9b::7f00:2]',
    ],
  ])('%s', async (origin) => {
    let connectionCount = 0;
    const socket = createServer(() => connectionCount++).listen({ port: 0, host: '::' });
    await new Promise((resolve) => socket.once('listening', resolve));
    const { port } = socket.address() as { port: number };
    try {
      const requestUrl = `${origin}:${port}/`;
      const { id, fire } = await make({ requestUrl });
      await fire();
      const dispatch = await ended(id);
      // It can never succeed, so it is not tried again.
      const host = new URL(requestUrl).hostname.replace(/^\[|\]$/g, '');
      const errorMessage = `${host} is in a private network; this instance calls only public addresses`;
      expect(dispatch).toMatchObject({ status: 'FAILED', calls: [{ responseStatus: null, errorMessage }] });
      expect(connectionCount).toBe(0);
    } finally {
      socket.close();
    }
  });

  test('a host that is not found, or is in a private network, which is not told, may be there later', async () => {
    const { id, fire } = await make({ requestUrl: 'https://example.invalid/' });
    await fire();
    const tried = await until('two tries', async () => {
      const dispatch = await dispatchOf(id);
      return dispatch?.calls.length > 1 && dispatch;
    });
    expect(tried).toMatchObject({ status: 'ACTIVE' });
    expect(tried.calls[0].errorMessage).toMatch(/it was not found, or is in a private network$/);
    await call(`/v2/webhooks/${id}`, { method: 'DELETE', token: olga.token });
  });

  test('where a receiver redirects to', async () => {
    const { id, fire } = await make({ doNotRetry: true });
    receiver.answer = (response) => response.writeHead(302, { location: receiver.url('/elsewhere') }).end();
    await fire();
    expect((await ended(id)).calls[0]).toMatchObject({
      responseStatus: 302,
      errorMessage: 'Redirects are not followed',
    });
    expect(receiver.at('/elsewhere')).toEqual([]);
  });
});

test('failures of the connection are told without the address, which may hold a secret', async () => {
  const { id, fire } = await make({ requestUrl: 'http://127.0.0.1:9/secret?key=secret', doNotRetry: true });
  await fire();
  const { calls } = await ended(id);
  expect(calls[0]).toMatchObject({ errorMessage: 'The receiver refused the connection', responseStatus: null });
  expect(JSON.stringify(calls)).not.toContain('secret');
  const { rows } = await pool().query(`SELECT data, output FROM pgboss.job WHERE name = 'webhook-dispatch'`);
  expect(JSON.stringify(rows)).not.toContain('secret');
});
