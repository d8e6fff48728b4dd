import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { type Change, changeQueue, parseForChange } from './change.ts';
import type { QueueChange } from './input.ts';
import { insertRequests, type Registration } from './queries.ts';
import { parseRequest, parseRequests, type RequestValues } from './request-text.ts';

/** A request that is in the queue now. */
export interface AddedRequest extends Registration {
  requestId: string;
  uniqueKey: string;
}

export interface AddedRequests {
  processedRequests: AddedRequest[];
  /** Those that may be sent again. */
  unprocessedRequests: { uniqueKey: string; url: string; method: string }[];
}

/**
 * Adds requests to a queue unless they are in it. `body`: JSON text of an array of them.
 * Errors: `invalid-input`, `id-does-not-match`, `request-too-large`, `record-not-found`, `insufficient-permissions`.
 */
export async function addRequests(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  body: string,
  { clientKey, forefront }: QueueChange,
): Promise<AddedRequests> {
  const requests = await parseForChange(ctx, reference, () => parseRequests(body));
  return changeQueue(ctx, reference, clientKey, (change) => add(change, requests, forefront));
}

/**
 * Adds one request, as JSON text. Errors: as `addRequests`; `rate-limit-exceeded` in the rare case that others kept adding and deleting it
 * meanwhile.
 */
export async function addRequestText(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  body: string,
  { clientKey, forefront }: QueueChange,
): Promise<AddedRequest> {
  const request = await parseForChange(ctx, reference, () => parseRequest(body));
  return changeQueue(ctx, reference, clientKey, async (change) => {
    const [added] = (await add(change, [request], forefront)).processedRequests;
    if (!added) throw new ApiError('rate-limit-exceeded', 'The request is being changed by others; try again');
    return added;
  });
}

/** What somebody else was adding at the same time is there, or gone, at the next attempt. */
const MAX_ATTEMPTS = 3;

async function add({ tx, proof }: Change, requests: RequestValues[], forefront: boolean): Promise<AddedRequests> {
  // Of the same request twice in a batch the first one counts.
  const byId = new Map([...requests].reverse().map((request) => [request.id, request]));
  const known = new Map<string, Registration>();
  for (let attempt = 0; attempt < MAX_ATTEMPTS && known.size < byId.size; attempt++) {
    const missing = requests.filter((request) => byId.get(request.id) === request && !known.has(request.id));
    for (const [id, registration] of await insertRequests(tx, proof, missing, forefront)) known.set(id, registration);
  }
  const processedRequests: AddedRequest[] = [];
  const unprocessedRequests: AddedRequests['unprocessedRequests'] = [];
  for (const request of requests) {
    const { id, uniqueKey, url, method } = request;
    const registration = known.get(id);
    if (!registration) {
      unprocessedRequests.push({ uniqueKey, url, method });
    } else {
      const isRepeated = byId.get(id) !== request;
      const { wasAlreadyHandled } = registration;
      const wasAlreadyPresent = isRepeated || registration.wasAlreadyPresent;
      processedRequests.push({ requestId: id, uniqueKey, wasAlreadyPresent, wasAlreadyHandled });
    }
  }
  return { processedRequests, unprocessedRequests };
}
