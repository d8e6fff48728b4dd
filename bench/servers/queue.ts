/** Runs the use-cases of request queues in a process of its own. */
import { tokenCredential } from '../../lib/authentication/credential.ts';
import type { Reference } from '../../lib/authorization/rows.ts';
import type { Ctx } from '../../lib/context.ts';
import { getHead } from '../../lib/request-listing/get-head.ts';
import { listRequests } from '../../lib/request-listing/list-requests.ts';
import { lockHead } from '../../lib/request-lock/lock-head.ts';
import { addRequests } from '../../lib/request-queue/add-requests.ts';
import { requestListing } from '../../lib/request-queue/input.ts';
import { updateRequest } from '../../lib/request-queue/update-request.ts';
import { BATCH, batchText, type Parts, requestId, requestText } from '../lab/queue.ts';
import { tokenOf } from '../lab/world.ts';
import { answerParent } from './answering.ts';

const ctx: Ctx = {
  credential: tokenCredential(tokenOf(1)),
  requestId: 'bench',
  via: 'API',
  ipAddress: '127.0.0.1',
  userAgent: 'bench',
};
const referenceTo = (id: string): Reference<'request-queue'> => ({ kind: 'request-queue', address: { by: 'id', id } });
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Does `count` pieces of work, `clients` at a time; gives the seconds. */
async function each(
  count: number,
  clients: number,
  use: (n: number, client: string) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    upTo(clients).map(async (client) => {
      while (next < count) await use(next++, `client-${client}`);
    }),
  );
  return (performance.now() - start) / 1_000;
}

/** Puts `count` requests through an empty queue. */
async function run({ id, count, clients }: { id: string; count: number; clients: number }): Promise<Parts> {
  const queue = referenceTo(id);
  return {
    add: await each(count / BATCH, clients, (n, clientKey) =>
      addRequests(ctx, queue, batchText(n * BATCH), { clientKey, forefront: false }),
    ),
    lock: await each(count / BATCH, clients, (_n, clientKey) =>
      lockHead(ctx, queue, { clientKey, limit: BATCH, lockSecs: 3_600 }),
    ),
    handle: await each(count, clients, (n, clientKey) =>
      updateRequest(ctx, queue, requestId(n), requestText(n, true), { clientKey, forefront: false }),
    ),
  };
}

/** What one look at a queue costs, in microseconds, each the median of `count`. */
async function look({
  id,
  count,
}: {
  id: string;
  count: number;
}): Promise<{ lock: number; head: number; page: number }> {
  const queue = referenceTo(id);
  const listing = requestListing.parse({ limit: '100' });
  let cursor = (await listRequests(ctx, queue, requestListing.parse({ limit: '1000' }))).nextCursor;
  const page = async () => {
    const list = await listRequests(ctx, queue, cursor ? requestListing.parse({ limit: '100', cursor }) : listing);
    cursor = list.nextCursor;
  };
  return {
    lock: await medianMicros(count, () => lockHead(ctx, queue, { clientKey: 'one', limit: BATCH, lockSecs: 3_600 })),
    head: await medianMicros(count, () => getHead(ctx, queue, { clientKey: 'one', limit: 100 })),
    page: await medianMicros(count, page),
  };
}

async function medianMicros(count: number, use: () => Promise<unknown>): Promise<number> {
  const micros: number[] = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await use();
    micros.push((performance.now() - start) * 1_000);
  }
  return micros.toSorted((a, b) => a - b)[Math.floor(count / 2)] ?? 0;
}

answerParent(0, { run, look });
