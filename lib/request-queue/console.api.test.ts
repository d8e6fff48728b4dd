/** What the Console shows of a queue. */
import { describe, expect, test } from 'vitest';
import { type Person, person, serveApi } from '../testing/world.ts';
import { addRequest } from './add-request.ts';
import { deleteRequest } from './delete-requests.ts';
import { getQueueRequest } from './get-queue-request.ts';
import { listQueueRequests, type QueueRequestFilter } from './list-queue-requests.ts';
import { requestIdOf } from './request-id.ts';

serveApi();

const url = (name: string) => `https://example.com/${name}`;

async function queueOf(olga: Person) {
  const { id } = await olga.client.requestQueues().getOrCreate();
  return {
    client: olga.client.requestQueue(id, { clientKey: 'one' }),
    reference: { kind: 'request-queue', address: { by: 'id', id } } as const,
  };
}

describe('the table of requests', () => {
  async function fullQueue() {
    const olga = await person('olga');
    const { client, reference } = await queueOf(olga);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    await client.batchAddRequests(names.map((name) => ({ url: url(name), uniqueKey: url(name) })));
    for (const name of ['c', 'b', 'f']) {
      // Each in a millisecond of its own, so that their order is known.
      const handledAt = new Date(Date.UTC(2026, 0, 1, 0, 0, 0, names.indexOf(name))).toISOString();
      await client.updateRequest({ id: requestIdOf(url(name)), url: url(name), uniqueKey: url(name), handledAt });
    }
    await client.listAndLockHead({ limit: 1, lockSecs: 60 });
    return { olga, reference };
  }

  /** The names of all rows, read in pages of this size. */
  async function listed(
    { olga, reference }: Awaited<ReturnType<typeof fullQueue>>,
    filter: QueueRequestFilter,
    limit: number,
  ): Promise<string> {
    const found: string[] = [];
    let cursor: string | undefined;
    for (;;) {
      const { rows, next } = await listQueueRequests(olga.session, reference, { cursor, filter, limit });
      expect(rows.length).toBeLessThanOrEqual(limit);
      found.push(...rows.map((row) => row.url.slice(url('').length)));
      if (next === null) return found.join('');
      expect(rows).toHaveLength(limit);
      cursor = next;
    }
  }

  test.each([1, 2, 3, 4, 5, 7, 50])(
    'is in the order of the queue, the handled ones last, in pages of %i',
    async (limit) => {
      const queue = await fullQueue();
      expect(await listed(queue, 'all', limit)).toBe('degafcb');
      expect(await listed(queue, 'pending', limit)).toBe('deg');
      expect(await listed(queue, 'locked', limit)).toBe('a');
      expect(await listed(queue, 'handled', limit)).toBe('fcb');
    },
  );

  test('says who holds what, and a cursor that is none is the first page', async () => {
    const { olga, reference } = await fullQueue();
    const nonsense = ['nonsense', 'h.nonsense', `h.${Buffer.from('["a",-9007199254740991]').toString('base64url')}`];
    const pages = await Promise.all(
      [undefined, ...nonsense].map((cursor) => listQueueRequests(olga.session, reference, { cursor, limit: 3 })),
    );
    for (const page of pages) expect(page).toEqual(pages[0]);
    const { rows } = await listQueueRequests(olga.session, reference, { filter: 'locked', limit: 10 });
    expect(rows).toEqual([
      {
        ...{
          id: requestIdOf(url('a')),
          uniqueKey: url('a'),
          url: url('a'),
          method: 'GET',
          retryCount: 0,
          errorCount: 0,
        },
        ...{ handledAt: null, lockedBy: 'one', lockExpiresAt: expect.any(Date), createdAt: expect.any(Date) },
      },
    ]);
  });
});

test('a form adds addresses of pages only, and the Console is one client however often it is used', async () => {
  const olga = await person('olga');
  const { id } = await olga.client.requestQueues().getOrCreate();
  const queue = { kind: 'request-queue', address: { by: 'id', id } } as const;
  for (const url of ['not a url', 'javascript:alert(1)', 'file:///etc/passwd', '']) {
    await expect(addRequest(olga.session, queue, { url })).rejects.toMatchObject({ type: 'invalid-input' });
  }
  await addRequest(olga.session, queue, { url: 'https://example.com/1' });
  await addRequest(olga.session, queue, { url: 'https://example.com/2' });
  const described = await olga.client.requestQueue(id).get();
  expect(described).toMatchObject({ totalRequestCount: 2, hadMultipleClients: false });
});

test('a request is added, shown whole and deleted', async () => {
  const [olga, stan] = [await person('olga'), await person('stan')];
  const { reference, client } = await queueOf(olga);
  await client.addRequest({ url: url('z'), uniqueKey: 'z' });
  const { requestId, ...added } = await addRequest(olga.session, reference, {
    ...{ url: url('a'), method: 'POST', payload: 'body', userData: { label: 'L' }, forefront: true },
  });
  expect(added).toEqual({ uniqueKey: url('a'), wasAlreadyPresent: false, wasAlreadyHandled: false });
  expect((await client.listHead()).items.map((item) => item.id)).toEqual([requestId, requestIdOf('z')]);
  const shown = await getQueueRequest(olga.session, reference, requestId);
  expect(shown).toMatchObject({ id: requestId, method: 'POST', errorCount: 0 });
  expect(shown.json).toContain('\n  "userData": {\n    "label": "L"\n  }');
  const refusal = { type: 'insufficient-permissions' };
  await client.update({ generalAccess: 'RESTRICTED' } as never);
  await expect(getQueueRequest(stan.session, reference, requestId)).rejects.toMatchObject(refusal);
  await expect(listQueueRequests(stan.session, reference, { limit: 5 })).rejects.toMatchObject(refusal);
  await expect(addRequest(stan.session, reference, { url: url('b') })).rejects.toMatchObject(refusal);
  await expect(deleteRequest(stan.session, reference, requestId)).rejects.toMatchObject(refusal);
  await expect(addRequest(olga.session, reference, { url: '' })).rejects.toMatchObject({ type: 'invalid-input' });
  await deleteRequest(olga.session, reference, requestId);
  await expect(getQueueRequest(olga.session, reference, requestId)).rejects.toMatchObject({ type: 'record-not-found' });
});
