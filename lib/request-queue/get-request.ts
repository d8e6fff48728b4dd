import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { selectRequest } from '../request-listing/queries.ts';
import { requestText } from './request-text.ts';

/** A request as JSON text. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getRequest(ctx: Ctx, reference: Reference<'request-queue'>, requestId: string): Promise<string> {
  const proof = await authorize(ctx, 'read', reference);
  const request = await selectRequest(proof, requestId);
  if (!request) throw recordNotFound('The request');
  return requestText(request);
}
