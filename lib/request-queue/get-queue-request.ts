import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { selectRequest } from '../request-listing/queries.ts';
import { type QueueRequestRow, queueRequestRow } from './list-queue-requests.ts';
import { prettyJson } from './pretty-json.ts';
import { requestText } from './request-text.ts';

/** `json`: the request as the API gives it, for reading; what is longer than can be shown ends in `…`. */
export interface QueueRequestView extends QueueRequestRow {
  json: string;
}

const MAX_JSON_CHARS = 100_000;

/** A request for showing. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getQueueRequest(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  requestId: string,
): Promise<QueueRequestView> {
  const proof = await authorize(ctx, 'read', reference);
  const request = await selectRequest(proof, requestId);
  if (!request) throw recordNotFound('The request');
  return { ...queueRequestRow(request), json: prettyJson(requestText(request), MAX_JSON_CHARS) };
}
