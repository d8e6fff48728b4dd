/** Random sequences of everything that clients do to a queue, over HTTP, against a small model; and clients that do it all at once. */
import type { RequestQueueClient } from 'apify-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { QueueModel } from '../testing/queue-model.ts';
import { runCount } from '../testing/scale.ts';
import { type Person, person, serveApi } from '../testing/world.ts';
import { requestIdOf } from './request-id.ts';

serveApi();

const CLIENTS = ['one', 'two', 'three'] as const;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
const HOUR_SECS = 3_600;

const request = (key: string, more: object = {}) => ({ url: `https://example.com/${key}`, uniqueKey: key, ...more });
const handledAt = () => new Date().toISOString();

/** Moves a queue into the past, which is what an hour does to it. */
const letHoursPass = (id: string, hours: number) =>
  pool().query(
    'UPDATE queue_requests SET order_no = sign(order_no) * (abs(order_no) - $2::bigint) WHERE queue_id = $1 AND order_no IS NOT NULL',
    [id, hours * HOUR_SECS * 1_000_000],
  );

type Command =
  | { kind: 'add'; keys: string[]; front: boolean }
  | { kind: 'lock'; client: number; limit: number; hours: number }
  | { kind: 'prolong'; client: number; key: string; hours: number; front: boolean }
  | { kind: 'release'; client: number; key: string; front: boolean }
  | { kind: 'unlock'; client: number }
  | { kind: 'update'; key: string; handled: boolean; front: boolean }
  | { kind: 'delete'; keys: string[] }
  | { kind: 'wait'; hours: number };

const key = fc.constantFrom(...KEYS);
const keys = fc.array(key, { minLength: 1, maxLength: 5 });
const client = fc.nat(CLIENTS.length - 1);
const front = fc.boolean();
const hours = fc.integer({ min: 1, max: 2 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add'), keys, front }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('lock'), client, limit: fc.integer({ min: 1, max: 4 }), hours }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('prolong'), client, key, hours, front }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release'), client, key, front }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unlock'), client }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('update'), key, handled: fc.boolean(), front }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), keys }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait'), hours }) },
);

class Queue {
  readonly id: string;
  private readonly clients: RequestQueueClient[];
  private readonly model = new QueueModel();

  constructor(olga: Person, id: string) {
    this.id = id;
    this.clients = CLIENTS.map((clientKey) => olga.client.requestQueue(id, { clientKey }));
  }

  /** Does it to the queue and to the model, and compares what they answer. */
  async run(asked: Command): Promise<void> {
    const { model } = this;
    const of = this.client('client' in asked ? asked.client : 0);
    const name = 'client' in asked ? (CLIENTS[asked.client] ?? '') : '';
    switch (asked.kind) {
      case 'add': {
        const { processedRequests } = await of.batchAddRequests(
          asked.keys.map((each) => request(each)),
          { forefront: asked.front },
        );
        const expected = model.add(asked.keys, asked.front);
        expect(
          processedRequests.map((added) => ({
            wasPresent: added.wasAlreadyPresent,
            wasHandled: added.wasAlreadyHandled,
          })),
        ).toEqual(expected);
        return;
      }
      case 'lock': {
        const head = await of.listAndLockHead({ limit: asked.limit, lockSecs: asked.hours * HOUR_SECS });
        expect(head.items.map((item) => item.uniqueKey)).toEqual(model.lock(name, asked.limit, asked.hours));
        expect(head.queueHasLockedRequests).toBe(model.locked().length > 0);
        return;
      }
      case 'prolong': {
        const options = { lockSecs: asked.hours * HOUR_SECS, forefront: asked.front };
        const isDone = await succeeds(of.prolongRequestLock(requestIdOf(asked.key), options));
        expect(isDone).toBe(model.move(name, asked.key, asked.hours, asked.front));
        return;
      }
      case 'release': {
        const isDone = await succeeds(of.deleteRequestLock(requestIdOf(asked.key), { forefront: asked.front }));
        expect(isDone).toBe(model.move(name, asked.key, 0, asked.front));
        return;
      }
      case 'unlock':
        expect((await of.unlockRequests()).unlockedCount).toBe(model.unlock(name));
        return;
      case 'update': {
        const changed = request(asked.key, {
          id: requestIdOf(asked.key),
          ...(asked.handled && { handledAt: handledAt() }),
        });
        const updated = await of.updateRequest(changed as never, { forefront: asked.front });
        const expected = model.update(asked.key, asked.handled, asked.front);
        expect({ wasPresent: updated.wasAlreadyPresent, wasHandled: updated.wasAlreadyHandled }).toEqual(expected);
        return;
      }
      case 'delete':
        await of.batchDeleteRequests(asked.keys.map((uniqueKey) => ({ uniqueKey })));
        model.delete(asked.keys);
        return;
      case 'wait':
        await letHoursPass(this.id, asked.hours);
        model.letHoursPass(asked.hours);
    }
  }

  /** Compares all that can be seen of the queue with the model. */
  async compare(): Promise<void> {
    const { model } = this;
    const reader = this.client(0);
    const [described, head, pending, all] = await Promise.all([
      reader.get(),
      reader.listHead(),
      reader.listRequests({ filter: ['pending'] }),
      reader.listRequests(),
    ]);
    expect(described).toMatchObject(model.counts());
    const free = model.free().map((each) => each.key);
    expect(head.items.slice(0, free.length).map((item) => item.uniqueKey)).toEqual(free);
    expect(pending.items.map((item) => item.uniqueKey)).toEqual(free);
    const locked = new Map(model.locked().map((each) => [each.key, each.lockedBy]));
    const shown = all.items.map((item) => ({
      ...{ key: item.uniqueKey, isHandled: Boolean(item.handledAt) },
      lockedBy: 'lockByClient' in item ? item.lockByClient : null,
    }));
    const expected = [...model.requests.values()].map((each) => ({
      ...{ key: each.key, isHandled: each.isHandled, lockedBy: locked.get(each.key) ?? null },
    }));
    expect(shown.toSorted(byKey)).toEqual(expected.toSorted(byKey));
  }

  private client(n: number): RequestQueueClient {
    const found = this.clients[n];
    if (!found) throw new Error('There is no such client');
    return found;
  }
}

const byKey = (a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key);

const succeeds = (work: Promise<unknown>) =>
  work.then(
    () => true,
    (error: { statusCode?: number }) => {
      expect([403, 404]).toContain(error.statusCode);
      return false;
    },
  );

test('a queue does what its model does, whatever clients do', { timeout: 300_000 }, async () => {
  const olga = await person('olga');
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 40, size: 'max' }), async (commands) => {
      const { id } = await olga.client.requestQueues().getOrCreate();
      const queue = new Queue(olga, id);
      for (const [n, each] of commands.entries()) {
        await queue.run(each);
        if (n % 5 === 4) await queue.compare();
      }
      await queue.compare();
      const { rows } = await pool().query(
        'SELECT coalesce(sum(byte_count), 0)::bigint AS bytes, (SELECT byte_count FROM request_queues_counted WHERE id = $1) AS counted FROM queue_requests WHERE queue_id = $1',
        [id],
      );
      expect(rows[0]?.counted).toBe(rows[0]?.bytes);
    }),
    { numRuns: runCount('QUEUE_SEQUENCES', 40) },
  );
});

/** A lock that was given out, by the database's clock. */
interface Hold {
  key: string;
  client: string;
  from: number;
  to: number;
}

test('of clients that lock, handle, give back and vanish at once, no two hold a request, and each is handled once', {
  timeout: 60_000,
}, async () => {
  const COUNT = 150;
  const olga = await person('olga');
  const { id } = await olga.client.requestQueues().getOrCreate();
  const makers = CLIENTS.map((clientKey) => olga.client.requestQueue(id, { clientKey }));
  const all = Array.from({ length: COUNT }, (_, n) => request(`k${n}`));
  await Promise.all(makers.map((maker, n) => maker.batchAddRequests(n === 0 ? all : all.toReversed())));

  const holds: Hold[] = [];
  const marks: string[] = [];
  const work = async (clientKey: string, seed: number): Promise<void> => {
    const queue = olga.client.requestQueue(id, { clientKey });
    for (let turn = seed; ; turn++) {
      const { items, queueHasLockedRequests, lockSecs } = await queue.listAndLockHead({ limit: 5, lockSecs: 1 });
      const taken = items.map((item) => {
        const to = item.lockExpiresAt?.getTime() ?? 0;
        const hold = { key: item.uniqueKey, client: clientKey, from: to - lockSecs * 1_000, to };
        holds.push(hold);
        return hold;
      });
      if (items.length === 0 && !queueHasLockedRequests) return;
      // Every seventh time the client forgets what it took: its locks end by themselves.
      if (turn % 7 === 6) continue;
      for (const [n, hold] of taken.entries()) {
        const requestId = requestIdOf(hold.key);
        if ((turn + n) % 5 === 4) {
          if (await succeeds(queue.deleteRequestLock(requestId, { forefront: n % 2 === 0 }))) hold.to = hold.from;
          continue;
        }
        // A lock may have ended meanwhile; who still holds it marks it.
        if (!(await succeeds(queue.prolongRequestLock(requestId, { lockSecs: 2 })))) continue;
        const updated = await queue.updateRequest({
          ...request(hold.key),
          id: requestId,
          handledAt: handledAt(),
        } as never);
        marks.push(`${hold.key} ${updated.wasAlreadyHandled}`);
        hold.to = hold.from;
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, n) => work(`worker-${n}`, n * 3)));

  expect(marks.toSorted()).toEqual(all.map(({ uniqueKey }) => `${uniqueKey} false`).toSorted());
  expect(await makers[0]?.get()).toMatchObject({
    ...{ totalRequestCount: COUNT, handledRequestCount: COUNT, pendingRequestCount: 0 },
  });
  // Those that were forgotten lasted to their end: nobody else had the request before that.
  const forgotten = holds.filter((hold) => hold.to > hold.from);
  expect(forgotten.length).toBeGreaterThan(0);
  for (const hold of forgotten) {
    const early = holds.filter(
      (other) => other !== hold && other.key === hold.key && other.from >= hold.from && other.from < hold.to - 2,
    );
    expect(early, JSON.stringify(hold)).toEqual([]);
  }
});
