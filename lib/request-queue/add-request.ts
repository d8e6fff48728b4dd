import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { type AddedRequest, addRequestText } from './add-requests.ts';

/** A request as a form gives it. `uniqueKey`: made of the URL if it is left out. */
export interface NewRequest {
  url: string;
  uniqueKey?: string | undefined;
  method?: string | undefined;
  payload?: string | undefined;
  headers?: Record<string, unknown> | undefined;
  userData?: Record<string, unknown> | undefined;
  /** Whether it goes to the front of the queue. */
  forefront?: boolean | undefined;
}

/** Adds a request to a queue unless it is in it. Errors: as `addRequestText`. */
export async function addRequest(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  { forefront = false, ...request }: NewRequest,
): Promise<AddedRequest> {
  return addRequestText(ctx, reference, JSON.stringify(request), { clientKey: null, forefront });
}
