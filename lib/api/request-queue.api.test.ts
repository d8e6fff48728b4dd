/** Request queues as the official client uses them. */
import type { RequestQueueClient } from 'apify-client';
import { describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { requestIdOf } from '../request-queue/request-id.ts';
import { signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import { call, client, type Person, person, serveApi } from '../testing/world.ts';
import { runUpkeep } from '../upkeep/run.ts';

serveApi();

const url = (name: string | number) => `https://example.com/${name}`;
const request = (name: string | number, more: Record<string, unknown> = {}) => ({
  url: url(name),
  uniqueKey: url(name),
  ...more,
});
const names = (items: readonly { url: string }[]) => items.map((item) => item.url.slice(url('').length));

/** A new queue of Olga's and clients of it with these keys. */
async function queueOf(olga: Person) {
  const { id } = await olga.client.requestQueues().getOrCreate();
  const queue = (clientKey?: string): RequestQueueClient =>
    olga.client.requestQueue(id, clientKey === undefined ? {} : { clientKey });
  return { id, queue };
}

/** Ends all locks of a queue as time would. */
const letLocksEnd = (id: string) =>
  pool().query(
    `UPDATE queue_requests SET order_no = sign(order_no) * (abs(order_no) - 100000 * 1000000::bigint) WHERE queue_id = $1 AND order_no IS NOT NULL`,
    [id],
  );

describe('requests', () => {
  test('are added once, in order, and at the front the latest first', async () => {
    const { queue, id } = await queueOf(await person('olga'));
    const one = queue('one');
    const added = await one.addRequest(request('a'));
    expect(added).toEqual({ requestId: requestIdOf(url('a')), wasAlreadyPresent: false, wasAlreadyHandled: false });
    expect(await one.addRequest(request('a', { userData: { changed: true } }))).toEqual({
      ...added,
      wasAlreadyPresent: true,
    });
    await one.addRequest(request('b'));
    await one.addRequest(request('c'), { forefront: true });
    await one.addRequest(request('d'), { forefront: true });
    await one.batchAddRequests([request('e'), request('f'), request('g')]);
    await one.batchAddRequests([request('x'), request('y')], { forefront: true });
    expect(names((await one.listHead()).items)).toEqual(['y', 'x', 'd', 'c', 'a', 'b', 'e', 'f', 'g']);
    expect(names((await one.listHead({ limit: 2 })).items)).toEqual(['y', 'x']);
    expect(await one.get()).toMatchObject({
      id,
      totalRequestCount: 9,
      handledRequestCount: 0,
      pendingRequestCount: 9,
      hadMultipleClients: false,
    });
  });

  test('come back as they were sent, every byte of what has no meaning here', async () => {
    const olga = await person('olga');
    const { id } = await queueOf(olga);
    const rest =
      '"payload":"{\\u0022a\\u0022: 1}","headers":{"2":"x","1":"y"},"userData":{"big":12345678901234567890,"e":1.0E5,"__proto__":{"a":1}},' +
      '"errorMessages":["e1","e2"],"noRetry":true,"loadedUrl":"https://example.com/","unknown":[1, 2]';
    const path = `/v2/request-queues/${id}/requests`;
    const body = `{"url":"${url('a')}","uniqueKey":"k","method":"POST","retryCount":2,${rest}}`;
    expect((await call(path, { method: 'POST', token: olga.token, body })).status).toBe(201);
    const read = await call(`${path}/${requestIdOf('k')}`, { token: olga.token });
    expect(read.text).toContain(rest);
    expect(read.json.data).toMatchObject({
      id: requestIdOf('k'),
      uniqueKey: 'k',
      method: 'POST',
      retryCount: 2,
    });
    // Crawlers refuse a request in which it is null.
    expect(read.json.data).not.toHaveProperty('handledAt');
    expect((await call(path, { token: olga.token })).text).toContain(rest);
  });

  test('without a unique key have their normalised URL for one', async () => {
    const { queue } = await queueOf(await person('olga'));
    const { requestId } = await queue().addRequest({
      url: 'HTTPS://Example.COM/Path/?b=2&a=1&utm_source=x#part',
    } as never);
    expect(await queue().getRequest(requestId)).toMatchObject({
      uniqueKey: 'https://example.com/Path?a=1&b=2',
      url: 'HTTPS://Example.COM/Path/?b=2&a=1&utm_source=x#part',
    });
  });

  test('of more than one batch are all added, also by several at once', async () => {
    const { queue } = await queueOf(await person('olga'));
    const all = Array.from({ length: 120 }, (_, n) => request(n));
    const results = await Promise.all(
      ['one', 'two', 'three'].map((key) => queue(key).batchAddRequests(key === 'two' ? [...all].reverse() : all)),
    );
    for (const { processedRequests, unprocessedRequests } of results) {
      expect(unprocessedRequests).toEqual([]);
      expect(new Set(processedRequests.map((processed) => processed.requestId)).size).toBe(120);
    }
    const isNew = results.flatMap((result) => result.processedRequests).filter((added) => !added.wasAlreadyPresent);
    expect(isNew).toHaveLength(120);
    expect(await queue().get()).toMatchObject({ totalRequestCount: 120, hadMultipleClients: true });
  });

  test('twice in a batch are added once', async () => {
    const { queue } = await queueOf(await person('olga'));
    const { processedRequests } = await queue().batchAddRequests([request('a'), request('a'), request('b')]);
    expect(processedRequests.map((added) => added.wasAlreadyPresent)).toEqual([false, true, false]);
    expect((await queue().get())?.totalRequestCount).toBe(2);
  });

  test('are updated, handled, taken back and deleted, and every count follows', async () => {
    const { queue } = await queueOf(await person('olga'));
    const one = queue('one');
    await one.batchAddRequests([request('a'), request('b'), request('c')]);
    const id = requestIdOf(url('a'));
    const handled = { ...request('a'), id, handledAt: new Date().toISOString(), userData: { label: 'L' } };
    expect(await one.updateRequest(handled)).toMatchObject({ wasAlreadyPresent: true, wasAlreadyHandled: false });
    expect(await one.updateRequest(handled)).toMatchObject({ wasAlreadyPresent: true, wasAlreadyHandled: true });
    expect((await one.getRequest(id)) as object).toMatchObject({
      handledAt: new Date(handled.handledAt),
      userData: { label: 'L' },
    });
    expect(names((await one.listHead()).items)).toEqual(['b', 'c']);
    expect(await one.get()).toMatchObject({ totalRequestCount: 3, handledRequestCount: 1, pendingRequestCount: 2 });
    expect(await one.addRequest(request('a'))).toMatchObject({ wasAlreadyPresent: true, wasAlreadyHandled: true });

    await one.updateRequest({ ...request('a'), id }, { forefront: true });
    expect(names((await one.listHead()).items)).toEqual(['a', 'b', 'c']);
    await one.updateRequest({ ...request('b'), id: requestIdOf(url('b')), retryCount: 1 });
    expect(names((await one.listHead()).items)).toEqual(['a', 'c', 'b']);
    expect((await one.listHead()).items[2]?.retryCount).toBe(1);
    // One that is not there is added.
    expect(await one.updateRequest({ ...request('d'), id: requestIdOf(url('d')) })).toMatchObject({
      wasAlreadyPresent: false,
    });
    // What a client says of a request that is there is enough.
    await one.updateRequest({ id, handledAt: new Date().toISOString() } as never);
    expect(await one.getRequest(id)).toMatchObject({ url: url('a') });
    expect(await one.get()).toMatchObject({ totalRequestCount: 4, handledRequestCount: 1 });

    await one.deleteRequest(id);
    await one.deleteRequest(id);
    expect(await one.getRequest(id)).toBeUndefined();
    const deleted = await one.batchDeleteRequests([
      { uniqueKey: url('b') },
      { id: requestIdOf(url('c')) },
      { id: 'missing' },
    ]);
    expect(deleted.processedRequests).toHaveLength(3);
    expect(deleted.unprocessedRequests).toEqual([]);
    expect(await one.get()).toMatchObject({
      totalRequestCount: 1,
      handledRequestCount: 0,
      stats: { storageBytes: expect.any(Number) },
    });
    await one.deleteRequest(requestIdOf(url('d')));
    expect(await one.get()).toMatchObject({ totalRequestCount: 0, stats: { storageBytes: 0 } });
  });

  test('are listed page by page in a fixed order, and by what they are doing', async () => {
    const { queue, id } = await queueOf(await person('olga'));
    const one = queue('one');
    await one.batchAddRequests(
      Array.from({ length: 60 }, (_, n) => request(n)),
      { maxParallel: 1 },
    );
    const all: string[] = [];
    for await (const { items } of one.paginateRequests({ maxPageLimit: 25 })) all.push(...items.map((item) => item.id));
    expect(all).toHaveLength(60);
    expect(new Set(all).size).toBe(60);
    const first = await one.listRequests({ limit: 10 });
    expect(first.items.map((item) => item.id)).toEqual(all.slice(0, 10));
    const second = await one.listRequests({ limit: 10, exclusiveStartId: all[9] ?? '' });
    expect(second.items.map((item) => item.id)).toEqual(all.slice(10, 20));
    expect(await one.listRequests({ limit: 60 })).not.toHaveProperty('nextCursor');

    const { items: locked } = await one.listAndLockHead({ limit: 7, lockSecs: 60 });
    await one.updateRequest({ ...request(59), id: requestIdOf(url(59)), handledAt: new Date().toISOString() });
    const listed = async (filter: ('locked' | 'pending')[]) => {
      const found: { id: string; lockExpiresAt?: Date }[] = [];
      for await (const { items } of one.paginateRequests({ maxPageLimit: 20, filter })) found.push(...items);
      return found;
    };
    const lockedIds = (await listed(['locked'])).map((item) => item.id);
    expect(lockedIds).toEqual(locked.map((item) => item.id));
    const pending = await listed(['pending']);
    expect(names(pending as never)).toEqual(Array.from({ length: 52 }, (_, n) => String(n + 7)));
    expect(await listed(['locked', 'pending'])).toHaveLength(59);
    expect((await one.listRequests({ filter: ['locked'] })).items[0]).toMatchObject({ lockByClient: 'one' });
    await letLocksEnd(id);
    expect(await listed(['locked'])).toEqual([]);
  });

  test('of a deleted queue are removed by the worker', async () => {
    const { queue, id } = await queueOf(await person('olga'));
    await queue().batchAddRequests([request('a'), request('b')]);
    await queue().delete();
    expect(await queue().get()).toBeUndefined();
    await expect(queue().addRequest(request('c'))).rejects.toMatchObject({ statusCode: 404, type: 'record-not-found' });
    await runUpkeep();
    const { rows } = await pool().query(
      `SELECT (SELECT count(*) FROM queue_requests WHERE queue_id = $1) AS requests,
         (SELECT count(*) FROM request_queue_counters WHERE queue_id = $1) AS counters,
         (SELECT count(*) FROM deleted_storages WHERE id = $1) AS deleted`,
      [id],
    );
    expect(rows).toEqual([{ requests: 0, counters: 0, deleted: 0 }]);
  });
});

describe('locks', () => {
  test('give each request to one client, and the queue says while there are any', async () => {
    const { queue, id } = await queueOf(await person('olga'));
    const [one, two] = [queue('one'), queue('two')];
    await one.batchAddRequests([request('a'), request('b'), request('c')]);
    const first = await one.listAndLockHead({ limit: 2, lockSecs: 60 });
    expect(names(first.items)).toEqual(['a', 'b']);
    expect(first).toMatchObject({
      ...{ limit: 2, lockSecs: 60, clientKey: 'one', hadMultipleClients: false, queueHasLockedRequests: true },
    });
    const endsIn = (first.items[0]?.lockExpiresAt?.getTime() ?? 0) - Date.now();
    expect(Math.abs(endsIn - 60_000)).toBeLessThan(5_000);
    const second = await two.listAndLockHead({ lockSecs: 60 });
    expect(names(second.items)).toEqual(['c']);
    expect(second).toMatchObject({ hadMultipleClients: true, queueHasLockedRequests: true });
    expect(await two.listAndLockHead({ lockSecs: 60 })).toMatchObject({ items: [], queueHasLockedRequests: true });
    expect((await one.getRequest(requestIdOf(url('a')))) as object).toMatchObject({
      lockByClient: 'one',
      lockExpiresAt: expect.any(Date),
    });
    expect(names((await one.listHead()).items)).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'b', 'c']) {
      await one.updateRequest({ ...request(name), id: requestIdOf(url(name)), handledAt: new Date().toISOString() });
    }
    expect(await two.listAndLockHead({ lockSecs: 60 })).toMatchObject({ items: [], queueHasLockedRequests: false });
    await letLocksEnd(id);
    expect((await two.listAndLockHead({ lockSecs: 60 })).items).toEqual([]);
  });

  test('of others cannot be prolonged or deleted; those of a client can, and go where it says', async () => {
    const { queue, id } = await queueOf(await person('olga'));
    const [one, two] = [queue('one'), queue('two')];
    await one.batchAddRequests([request('a'), request('b'), request('c'), request('d')]);
    await one.listAndLockHead({ limit: 3, lockSecs: 60 });
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => requestIdOf(url(name))) as [string, string, string, string];
    const refusal = { statusCode: 403, type: 'request-handled-or-locked' };
    await expect(two.prolongRequestLock(a, { lockSecs: 60 })).rejects.toMatchObject(refusal);
    await expect(two.deleteRequestLock(a)).rejects.toMatchObject(refusal);
    await expect(queue().deleteRequestLock(a)).rejects.toMatchObject(refusal);
    await expect(one.prolongRequestLock(d, { lockSecs: 60 })).rejects.toMatchObject(refusal);
    await expect(one.prolongRequestLock('missing', { lockSecs: 60 })).rejects.toMatchObject({ statusCode: 404 });

    const { lockExpiresAt } = await one.prolongRequestLock(a, { lockSecs: 600 });
    expect(lockExpiresAt.getTime()).toBeGreaterThan(Date.now() + 500_000);
    await one.deleteRequestLock(c);
    expect(names((await two.listHead()).items)).toEqual(['d', 'c', 'b', 'a']);
    await one.deleteRequestLock(b, { forefront: true });
    expect(names((await two.listHead()).items)).toEqual(['b', 'd', 'c', 'a']);
    await one.prolongRequestLock(a, { lockSecs: 60, forefront: true });
    await letLocksEnd(id);
    expect(names((await two.listHead()).items)).toEqual(['a', 'b', 'd', 'c']);
    // Nobody else has taken it since it ended.
    await one.prolongRequestLock(a, { lockSecs: 60 });
    await letLocksEnd(id);
    expect(names((await two.listAndLockHead({ limit: 25, lockSecs: 60 })).items)).toEqual(['b', 'd', 'c', 'a']);
    await expect(one.prolongRequestLock(a, { lockSecs: 60 })).rejects.toMatchObject(refusal);
    await two.updateRequest({ ...request('a'), id: a, handledAt: new Date().toISOString() });
    await expect(two.prolongRequestLock(a, { lockSecs: 60 })).rejects.toMatchObject(refusal);
  });

  test('stay while their request is updated, and end all at once for the client that asks', async () => {
    const { queue } = await queueOf(await person('olga'));
    const [one, two] = [queue('one'), queue('two')];
    await one.batchAddRequests([request('a'), request('b'), request('c')]);
    await one.addRequest(request('first'), { forefront: true });
    await one.listAndLockHead({ limit: 3, lockSecs: 60 });
    await two.listAndLockHead({ limit: 3, lockSecs: 60 });
    await one.updateRequest({ ...request('a'), id: requestIdOf(url('a')), retryCount: 1 });
    expect((await two.listAndLockHead({ lockSecs: 60 })).items).toEqual([]);
    expect(await one.unlockRequests()).toEqual({ unlockedCount: 3 });
    expect(await one.unlockRequests()).toEqual({ unlockedCount: 0 });
    expect(names((await two.listAndLockHead({ lockSecs: 60 })).items)).toEqual(['first', 'a', 'b']);
  });

  test('without a client key belong to the credential', async () => {
    const [olga, wendy] = [await person('olga'), await person('wendy')];
    const { queue, id } = await queueOf(olga);
    await call(`/v2/request-queues/${id}/grants`, {
      method: 'POST',
      token: olga.token,
      body: JSON.stringify({ username: wendy.username, permissions: ['READ', 'WRITE'] }),
    });
    await queue().addRequest(request('a'));
    const head = await queue().listAndLockHead({ lockSecs: 60 });
    expect(head).not.toHaveProperty('clientKey');
    const a = requestIdOf(url('a'));
    await expect(wendy.client.requestQueue(id).prolongRequestLock(a, { lockSecs: 60 })).rejects.toMatchObject({
      statusCode: 403,
    });
    await queue().prolongRequestLock(a, { lockSecs: 60 });
    expect(await wendy.client.requestQueue(id).unlockRequests()).toEqual({ unlockedCount: 0 });
    expect(await queue().unlockRequests()).toEqual({ unlockedCount: 1 });
  });

  test('are each taken by one of many clients that ask at once', async () => {
    const { queue } = await queueOf(await person('olga'));
    for (let batch = 0; batch < 8; batch++) {
      await queue('maker').batchAddRequests(Array.from({ length: 25 }, (_, n) => request(batch * 25 + n)));
    }
    const heads = await Promise.all(
      Array.from({ length: 12 }, (_, n) => queue(`client-${n}`).listAndLockHead({ limit: 20, lockSecs: 60 })),
    );
    const taken = heads.flatMap((head) => head.items.map((item) => item.id));
    expect(taken).toHaveLength(200);
    expect(new Set(taken).size).toBe(200);
    expect(heads.every((head) => head.queueHasLockedRequests)).toBe(true);
  });
});

describe('who may', () => {
  test('a reader reads all and changes nothing; a stranger does neither', async () => {
    const [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
    const { queue, id } = await queueOf(olga);
    await queue('one').addRequest(request('a'));
    await olga.client.requestQueue(id).update({ generalAccess: 'RESTRICTED' } as never);
    await call(`/v2/request-queues/${id}/grants`, {
      method: 'POST',
      token: olga.token,
      body: JSON.stringify({ username: colin.username, permissions: ['READ'] }),
    });
    const a = requestIdOf(url('a'));
    const reads = (of: RequestQueueClient) => [() => of.listHead(), () => of.listRequests(), () => of.getRequest(a)];
    const changes = (of: RequestQueueClient) => [
      () => of.addRequest(request('b')),
      () => of.updateRequest({ ...request('a'), id: a }),
      () => of.deleteRequest(a),
      () => of.batchDeleteRequests([{ id: a }]),
      () => of.listAndLockHead({ lockSecs: 60 }),
      () => of.prolongRequestLock(a, { lockSecs: 60 }),
      () => of.deleteRequestLock(a),
      () => of.unlockRequests(),
    ];
    const refusal = { statusCode: 403, type: 'insufficient-permissions' };
    for (const read of reads(colin.client.requestQueue(id))) expect(await read()).toBeDefined();
    for (const change of changes(colin.client.requestQueue(id))) await expect(change()).rejects.toMatchObject(refusal);
    for (const other of [stan.client, client()]) {
      for (const read of reads(other.requestQueue(id))) await expect(read()).rejects.toMatchObject(refusal);
      for (const change of changes(other.requestQueue(id))) await expect(change()).rejects.toMatchObject(refusal);
    }
    expect(await queue('one').get()).toMatchObject({ totalRequestCount: 1, hadMultipleClients: false });
  });

  test('a signed link opens the list of requests and nothing else', async () => {
    const olga = await person('olga');
    const { queue, id } = await queueOf(olga);
    await queue('one').addRequest(request('a'));
    await olga.client.requestQueue(id).update({ generalAccess: 'RESTRICTED' } as never);
    const signature = signStorage(signingKey(id, 1), id, Date.now() + 60_000);
    const at = (path: string, method = 'GET') =>
      call(`/v2/request-queues/${id}${path}signature=${signature}`, { method });
    expect(await at('/requests?')).toMatchObject({ status: 200, json: { data: { items: [{ url: url('a') }] } } });
    for (const path of ['?', '/head?', `/requests/${requestIdOf(url('a'))}?`])
      expect((await at(path)).status).toBe(403);
    expect((await at('/head/lock?lockSecs=9&', 'POST')).status).toBe(403);
    expect((await call(`/v2/request-queues/${id}/requests?signature=${signature}x`)).status).toBe(403);
  });
});

describe('hadMultipleClients', () => {
  test('is false for one key, and true for another or none after', async () => {
    const olga = await person('olga');
    const had = async (...keys: (string | undefined)[]) => {
      const { queue } = await queueOf(olga);
      for (const [n, key] of keys.entries()) await queue(key).addRequest(request(n));
      return (await queue().get())?.hadMultipleClients;
    };
    expect(await had()).toBe(false);
    expect(await had('one', 'one', 'one')).toBe(false);
    expect(await had('one', 'two')).toBe(true);
    expect(await had('one', undefined)).toBe(true);
    expect(await had(undefined)).toBe(false);
    expect(await had(undefined, undefined)).toBe(true);
    expect(await had(undefined, 'one')).toBe(true);
  });

  test('is answered to a reader that is another client, and reading leaves it as it was', async () => {
    const { queue } = await queueOf(await person('olga'));
    await queue('one').addRequest(request('a'));
    expect((await queue('one').listHead()).hadMultipleClients).toBe(false);
    expect((await queue('two').listHead()).hadMultipleClients).toBe(true);
    await queue('two').listRequests();
    expect((await queue('one').get())?.hadMultipleClients).toBe(false);
  });
});

describe('what is wrong', () => {
  const REFUSED: [what: string, expected: string, method: string, path: string, body?: string][] = [
    ['no request', '400 invalid-input', 'POST', '/requests', ''],
    ['broken JSON', '400 invalid-input', 'POST', '/requests', '{"url":'],
    ['an array for one', '400 invalid-input', 'POST', '/requests', `[${JSON.stringify(request('z'))}]`],
    ['an empty array for one', '400 invalid-input', 'POST', '/requests', '[]'],
    ['a number', '400 invalid-input', 'POST', '/requests', '7'],
    ['no URL', '400 invalid-input', 'POST', '/requests', '{"uniqueKey":"a"}'],
    ['an empty URL', '400 invalid-input', 'POST', '/requests', '{"url":""}'],
    ['a URL with NUL', '400 invalid-input', 'POST', '/requests', '{"url":"a\\u0000b"}'],
    ['half a surrogate in the key', '400 invalid-input', 'POST', '/requests', '{"url":"a","uniqueKey":"\\ud800"}'],
    ['an empty key', '400 invalid-input', 'POST', '/requests', '{"url":"a","uniqueKey":""}'],
    ['a number for a URL', '400 invalid-input', 'POST', '/requests', '{"url":1}'],
    ['an unknown method', '400 invalid-input', 'POST', '/requests', '{"url":"a","method":"FETCH"}'],
    ['a negative retryCount', '400 invalid-input', 'POST', '/requests', '{"url":"a","retryCount":-1}'],
    ['half a retry', '400 invalid-input', 'POST', '/requests', '{"url":"a","retryCount":0.5}'],
    ['a huge retryCount', '400 invalid-input', 'POST', '/requests', '{"url":"a","retryCount":1e300}'],
    ['text for userData', '400 invalid-input', 'POST', '/requests', '{"url":"a","userData":"x"}'],
    ['an array for headers', '400 invalid-input', 'POST', '/requests', '{"url":"a","headers":[]}'],
    ['a number for a payload', '400 invalid-input', 'POST', '/requests', '{"url":"a","payload":1}'],
    ['objects for errors', '400 invalid-input', 'POST', '/requests', '{"url":"a","errorMessages":[{}]}'],
    ['a day for handledAt', '400 invalid-input', 'POST', '/requests', '{"url":"a","handledAt":"2026-01-01"}'],
    [
      'an instant without a zone',
      '400 invalid-input',
      'POST',
      '/requests',
      '{"url":"a","handledAt":"2026-01-01T00:00:00"}',
    ],
    ['an impossible day', '400 invalid-input', 'POST', '/requests', '{"url":"a","handledAt":"2026-02-31T00:00:00Z"}'],
    ['a wrong id', '400 id-does-not-match', 'POST', '/requests', '{"url":"a","uniqueKey":"a","id":"aaaaaaaaaaaaaaa"}'],
    [
      'a request of a megabyte',
      '413 request-too-large',
      'POST',
      '/requests',
      JSON.stringify(request('z', { payload: 'x'.repeat(1_050_000) })),
    ],
    [
      'a deep request',
      '400 invalid-input',
      'POST',
      '/requests',
      `{"url":"a","userData":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`,
    ],
    ['one for a batch', '400 invalid-input', 'POST', '/requests/batch', JSON.stringify(request('z'))],
    [
      '26 in a batch',
      '400 invalid-input',
      'POST',
      '/requests/batch',
      JSON.stringify(Array.from({ length: 26 }, (_, n) => request(n))),
    ],
    [
      'one bad in a batch',
      '400 invalid-input',
      'POST',
      '/requests/batch',
      JSON.stringify([request('z'), { uniqueKey: 'y' }]),
    ],
    ['a text in a batch', '400 invalid-input', 'POST', '/requests/batch', '["a"]'],
    ['a deletion of nothing', '400 invalid-input', 'DELETE', '/requests/batch', '[{}]'],
    [
      'a deletion with a wrong id',
      '400 id-does-not-match',
      'DELETE',
      '/requests/batch',
      '[{"id":"x","uniqueKey":"a"}]',
    ],
    [
      '26 deletions',
      '400 invalid-input',
      'DELETE',
      '/requests/batch',
      JSON.stringify(Array.from({ length: 26 }, (_, n) => ({ id: `${n}` }))),
    ],
    [
      'another id in the path',
      '400 id-does-not-match',
      'PUT',
      '/requests/aaaaaaaaaaaaaaa',
      JSON.stringify(request('a')),
    ],
    ['a part of what is not there', '404 record-not-found', 'PUT', '/requests/aaaaaaaaaaaaaaa', '{"retryCount":1}'],
    ['an array to update', '400 invalid-input', 'PUT', '/requests/aaaaaaaaaaaaaaa', '[]'],
    ['a long client key', '400 invalid-parameter', 'POST', `/head/lock?lockSecs=9&clientKey=${'x'.repeat(33)}`],
    ['a client key with NUL', '400 invalid-parameter', 'POST', '/head/lock?lockSecs=9&clientKey=%00'],
    ['no lockSecs', '400 invalid-parameter', 'POST', '/head/lock'],
    ['lockSecs of nothing', '400 invalid-parameter', 'POST', '/head/lock?lockSecs=0'],
    ['negative lockSecs', '400 invalid-parameter', 'POST', '/head/lock?lockSecs=-1'],
    ['endless lockSecs', '400 invalid-parameter', 'POST', '/head/lock?lockSecs=Infinity'],
    ['lockSecs of a year', '400 invalid-parameter', 'POST', '/head/lock?lockSecs=31536000'],
    ['a word for lockSecs', '400 invalid-parameter', 'PUT', '/requests/a/lock?lockSecs=long'],
    ['a limit that is none', '400 invalid-parameter', 'GET', '/head?limit=-1'],
    ['a yes that is none', '400 invalid-parameter', 'POST', '/requests?forefront=yes'],
    ['a foreign cursor', '400 invalid-parameter', 'GET', '/requests?cursor=eyJhIjoxfQ'],
    ['a cursor that is no text', '400 invalid-parameter', 'GET', '/requests?cursor=%00'],
    [
      'a cursor with a filter',
      '400 invalid-parameter',
      'GET',
      `/requests?filter=locked&cursor=${Buffer.from('["a"]').toString('base64url')}`,
    ],
    [
      'a cursor of a filter without it',
      '400 invalid-parameter',
      'GET',
      `/requests?cursor=${Buffer.from('["a",1]').toString('base64url')}`,
    ],
    [
      'two beginnings',
      '400 invalid-parameter',
      'GET',
      `/requests?exclusiveStartId=a&cursor=${Buffer.from('["a"]').toString('base64url')}`,
    ],
    ['a beginning with a filter', '400 invalid-parameter', 'GET', '/requests?exclusiveStartId=a&filter=locked'],
    ['an unknown filter', '400 invalid-parameter', 'GET', '/requests?filter=handled'],
    ['a request that is not there', '404 record-not-found', 'GET', '/requests/aaaaaaaaaaaaaaa'],
    ['an id with NUL', '400 invalid-input', 'GET', '/requests/%00'],
    ['a verb that is none', '405 method-not-allowed', 'GET', '/head/lock?lockSecs=9'],
  ];

  test.each(REFUSED)('%s is %s', async (_what, expected, method, path, body) => {
    const olga = await person('olga');
    const { id, queue } = await queueOf(olga);
    await queue('one').addRequest(request('a'));
    const state = () =>
      pool().query(
        `SELECT (SELECT json_agg(r ORDER BY id) FROM queue_requests r WHERE queue_id = $1) AS requests,
           (SELECT row_to_json(q) FROM request_queues_counted q WHERE id = $1) AS queue`,
        [id],
      );
    const before = (await state()).rows;
    const answer = await call(`/v2/request-queues/${id}${path}`, {
      method,
      token: olga.token,
      ...(body !== undefined && { body }),
    });
    expect(`${answer.status} ${answer.json?.error?.type}`, answer.text).toBe(expected);
    expect((await state()).rows).toEqual(before);
  });

  test('a batch of nothing changes nothing and is no error', async () => {
    const olga = await person('olga');
    const { id } = await queueOf(olga);
    const sent = await call(`/v2/request-queues/${id}/requests/batch`, {
      method: 'POST',
      token: olga.token,
      body: '[]',
    });
    expect(sent).toMatchObject({ status: 201, json: { data: { processedRequests: [], unprocessedRequests: [] } } });
  });
});
