import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
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

/** The client that the Console is to a queue, whoever uses it. */
export const CONSOLE_CLIENT_KEY = 'console';

/** Adds a request of a form's to a queue unless it is in it. Errors: as `addRequestText`; `invalid-input` for what is no address of a page. */
export async function addRequest(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  { forefront = false, ...request }: NewRequest,
): Promise<AddedRequest> {
  // Programs may queue what they like; what a person types here is for a crawler.
  const isPage = URL.canParse(request.url) && /^https?:$/.test(new URL(request.url).protocol);
  if (!isPage) {
    throw new ApiError('invalid-input', 'The URL must begin with http:// or https://', { field: 'url' });
  }
  return addRequestText(ctx, reference, JSON.stringify(request), { clientKey: CONSOLE_CLIENT_KEY, forefront });
}
