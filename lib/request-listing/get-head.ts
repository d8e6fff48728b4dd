import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import type { HeadReading } from '../request-queue/input.ts';
import { selectRequestsInOrder } from './queries.ts';

export interface HeadItem {
  id: string;
  uniqueKey: string;
  url: string;
  method: string;
  retryCount: number;
}

export interface QueueHead {
  limit: number;
  queueModifiedAt: Date;
  hadMultipleClients: boolean;
  items: HeadItem[];
}

/**
 * The first requests of a queue: those that are free, in order, and then those that are locked, since a client that does not lock takes an
 * empty head for a queue that is done. Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function getHead(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  { limit, clientKey }: HeadReading,
): Promise<QueueHead> {
  const proof = await authorize(ctx, 'read', reference);
  const page = { columns: 'summary', after: undefined, limit } as const;
  const free = await selectRequestsInOrder(proof, { ...page, standing: 'free' });
  const locked =
    free.rows.length < limit ? await selectRequestsInOrder(proof, { ...page, standing: 'locked' }) : { rows: [] };
  // One that was locked in between is in both.
  const byId = new Map([...free.rows, ...locked.rows].map((row) => [row.id, row]));
  const { modifiedAt, hadMultipleClients, firstClientKey } = proof.row;
  return {
    limit,
    queueModifiedAt: modifiedAt,
    // Whoever reads and is not the one that changes it has to know that there are two.
    hadMultipleClients: hadMultipleClients || (firstClientKey !== null && firstClientKey !== clientKey),
    items: [...byId.values()].slice(0, limit).map(({ id, uniqueKey, url, method, retryCount }) => ({
      ...{ id, uniqueKey, url, method, retryCount },
    })),
  };
}
