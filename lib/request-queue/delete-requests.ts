import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { changeQueue, parseForChange } from './change.ts';
import type { QueueClient } from './input.ts';
import { deleteRequests as deleteRows } from './queries.ts';
import { parseDeletions } from './request-text.ts';

export interface DeletedRequests {
  /** Those that are not in the queue now, whether or not they were. */
  processedRequests: { id: string; uniqueKey?: string }[];
  unprocessedRequests: never[];
}

/**
 * Deletes requests from a queue, locked or not. `body`: JSON text of an array of `{ id }` or `{ uniqueKey }`.
 * Errors: `invalid-input`, `id-does-not-match`, `record-not-found`, `insufficient-permissions`.
 */
export async function deleteRequests(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  body: string,
  { clientKey }: QueueClient,
): Promise<DeletedRequests> {
  const named = await parseForChange(ctx, reference, () => parseDeletions(body));
  const deleted = await changeQueue(ctx, reference, clientKey, ({ tx, proof }) =>
    deleteRows(tx, proof, [...new Set(named.map(({ id }) => id))]),
  );
  const keys = new Map(deleted.map(({ id, uniqueKey }) => [id, uniqueKey]));
  const processedRequests = named.map(({ id, uniqueKey }) => {
    const key = uniqueKey ?? keys.get(id);
    return { id, ...(key !== undefined && { uniqueKey: key }) };
  });
  return { processedRequests, unprocessedRequests: [] };
}

/** Deletes a request; one that is not there is no error. Errors: `record-not-found` for the queue, `insufficient-permissions`. */
export async function deleteRequest(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  requestId: string,
  { clientKey }: QueueClient = { clientKey: null },
): Promise<void> {
  await changeQueue(ctx, reference, clientKey, ({ tx, proof }) => deleteRows(tx, proof, [requestId]));
}
