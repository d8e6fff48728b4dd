import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import type { RequestListing } from '../request-queue/input.ts';
import { requestText } from '../request-queue/request-text.ts';
import { cursorText } from './cursor.ts';
import { type RequestPage, type Standing, selectRequestsById, selectRequestsInOrder } from './queries.ts';

/** A page of requests. `items`: JSON texts. `nextCursor`: where the next page begins; undefined at the end. */
export interface RequestList {
  items: string[];
  limit: number;
  cursor?: string;
  nextCursor?: string;
  exclusiveStartId?: string;
}

/**
 * Lists requests in the order of their ids, or, where only those locked or free are asked for, in the order of the queue. A page can have
 * fewer than `limit` before the end: it has some megabytes at most.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function listRequests(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  listing: RequestListing,
): Promise<RequestList> {
  const proof = await authorize(ctx, 'read', { ...reference, content: { kind: 'whole' } });
  const { limit, cursor, exclusiveStartId, filter } = listing;
  const standing = filter?.length ? standingOf(filter) : null;
  const { rows, hasMore } = await (standing ? inOrder(proof, standing, listing) : byId(proof, listing));
  const last = rows.at(-1);
  return {
    items: rows.map(requestText),
    limit,
    ...(cursor && { cursor: cursorText(cursor) }),
    ...(hasMore && last && { nextCursor: cursorText(standing ? { id: last.id, place: last.place } : { id: last.id }) }),
    ...(exclusiveStartId !== undefined && { exclusiveStartId }),
  };
}

/** The two together are all that is not handled. */
function standingOf(filter: readonly ('locked' | 'pending')[]): Standing {
  if (!filter.includes('locked')) return 'free';
  return filter.includes('pending') ? 'pending' : 'locked';
}

function byId(
  proof: Authorized<'request-queue', 'read'>,
  { limit, cursor, exclusiveStartId }: RequestListing,
): Promise<RequestPage> {
  return selectRequestsById(proof, { afterId: exclusiveStartId ?? cursor?.id, limit });
}

function inOrder(
  proof: Authorized<'request-queue', 'read'>,
  standing: Standing,
  { limit, cursor }: RequestListing,
): Promise<RequestPage> {
  const after = cursor?.place === undefined ? undefined : cursor;
  return selectRequestsInOrder(proof, { standing, columns: 'data', after, limit });
}
