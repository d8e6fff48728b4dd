import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { selectRequest } from '../request-listing/queries.ts';
import type { AddedRequest } from './add-requests.ts';
import { type Change, changeQueue, parseForChange } from './change.ts';
import type { QueueChange } from './input.ts';
import { upsertRequest } from './queries.ts';
import { isWholeRequest, mergeRequest, parseRequest, type RequestValues, requestText } from './request-text.ts';

/**
 * Puts a request in the place of the one with this id, or adds it. One that is handled leaves the queue and loses its lock; another goes to
 * the front or the end, at once or when its lock ends. `body`: JSON text of the request; without its URL or unique key it says what changes
 * of the request that is there.
 * Errors: `invalid-input`, `id-does-not-match`, `request-too-large`, `record-not-found`, `insufficient-permissions`,
 * `rate-limit-exceeded` in the rare case that others kept adding and deleting it meanwhile.
 */
export async function updateRequest(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  requestId: string,
  body: string,
  { clientKey, forefront }: QueueChange,
): Promise<AddedRequest> {
  const whole = await parseForChange(ctx, reference, () =>
    isWholeRequest(body) ? withId(requestId, parseRequest(body)) : null,
  );
  return changeQueue(ctx, reference, clientKey, async (change) => {
    const request = whole ?? (await merged(change, requestId, body));
    // The second attempt finds what somebody else was adding during the first.
    const registration =
      (await upsertRequest(change.tx, change.proof, request, forefront)) ??
      (await upsertRequest(change.tx, change.proof, request, forefront));
    if (!registration) throw new ApiError('rate-limit-exceeded', 'The request is being changed by others; try again');
    return { requestId, uniqueKey: request.uniqueKey, ...registration };
  });
}

function withId(requestId: string, request: RequestValues): RequestValues {
  if (request.id !== requestId) {
    throw new ApiError('id-does-not-match', 'The id in the address is not the one that follows from the unique key');
  }
  return request;
}

async function merged({ tx, proof }: Change, requestId: string, body: string): Promise<RequestValues> {
  const stored = await selectRequest(proof, requestId, tx);
  if (!stored) throw recordNotFound('The request');
  return withId(requestId, parseRequest(mergeRequest(requestText(stored), body)));
}
