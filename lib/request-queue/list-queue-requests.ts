import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { cursorText, type PlaceCursor, parseCursor } from '../request-listing/cursor.ts';
import {
  type RequestPage,
  type RequestSummary,
  type Standing,
  selectHandledRequests,
  selectRequestsInOrder,
} from '../request-listing/queries.ts';

/** A row of the Console's table of requests. */
export interface QueueRequestRow {
  id: string;
  uniqueKey: string;
  url: string;
  method: string;
  retryCount: number;
  handledAt: Date | null;
  /** null if nobody holds it. */
  lockExpiresAt: Date | null;
  /** The key of the client that holds it; null also if it gave none. */
  lockedBy: string | null;
  errorCount: number;
  createdAt: Date;
}

/** `pending` are those that are free to be taken; `all` has them with the locked ones, and then the handled ones. */
export type QueueRequestFilter = 'all' | 'pending' | 'locked' | 'handled';

/**
 * A page of requests in the order of the queue: those that are not handled as they will be taken, one that is locked where it will be when
 * its lock ends; then those that are handled, the latest first. `cursor`: where the page begins, as an earlier page gave it in `next`; one
 * that does not parse is the first page. `next` is null at the end.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function listQueueRequests(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  { cursor, filter = 'all', limit }: { cursor?: string | undefined; filter?: QueueRequestFilter; limit: number },
): Promise<{ rows: QueueRequestRow[]; next: string | null }> {
  const proof = await authorize(ctx, 'read', reference);
  const start = startOf(cursor);
  const { rows, hasMore } = await page(proof, filter, start, limit);
  const last = rows.at(-1);
  return { rows: rows.map(queueRequestRow), next: hasMore && last ? nextText(last) : null };
}

export const queueRequestRow = (row: RequestSummary): QueueRequestRow => ({
  id: row.id,
  uniqueKey: row.uniqueKey,
  url: row.url,
  method: row.method,
  retryCount: row.retryCount,
  handledAt: row.handledAt,
  lockExpiresAt: row.lockExpiresAt,
  lockedBy: row.lockedBy,
  errorCount: row.errorCount,
  createdAt: row.createdAt,
});

const STANDINGS = { all: 'pending', pending: 'free', locked: 'locked' } as const satisfies Record<string, Standing>;

async function page(
  proof: Authorized<'request-queue', 'read'>,
  filter: QueueRequestFilter,
  start: Start,
  limit: number,
): Promise<RequestPage<RequestSummary>> {
  if (filter === 'handled' || (filter === 'all' && start.isHandled)) {
    return selectHandledRequests(proof, { after: start.isHandled ? start.after : undefined, limit });
  }
  const after = start.isHandled ? undefined : start.after;
  const inOrder = await selectRequestsInOrder(proof, { standing: STANDINGS[filter], columns: 'summary', after, limit });
  if (filter !== 'all' || inOrder.hasMore) return inOrder;
  const left = limit - inOrder.rows.length;
  // With no room left, one row is asked for, to know whether there is a next page.
  const handled = await selectHandledRequests(proof, { after: undefined, limit: Math.max(left, 1) });
  if (left === 0) return { rows: inOrder.rows, hasMore: handled.rows.length > 0 };
  return { rows: [...inOrder.rows, ...handled.rows], hasMore: handled.hasMore };
}

/** Where a page begins: among those that are handled, or in the order of the queue. */
interface Start {
  isHandled: boolean;
  after: PlaceCursor | undefined;
}

const HANDLED_PREFIX = 'h.';

const nextText = ({ id, place, handledAt }: RequestSummary) =>
  `${handledAt ? HANDLED_PREFIX : ''}${cursorText({ id, place })}`;

function startOf(text: string | undefined): Start {
  const isHandled = text?.startsWith(HANDLED_PREFIX) ?? false;
  const parsed = text ? parseCursor(isHandled ? text.slice(HANDLED_PREFIX.length) : text) : null;
  if (parsed?.place === undefined || (isHandled && parsed.place < 0)) return { isHandled: false, after: undefined };
  return { isHandled, after: parsed };
}
