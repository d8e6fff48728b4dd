import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { findWebhookOf, selectDispatch } from './queries.ts';
import { type DispatchView, dispatchView } from './view.ts';

/** Describes a dispatch to those who may read its webhook, with what was sent. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getDispatch(ctx: Ctx, id: string): Promise<DispatchView & { payload: string }> {
  const proof = await authorizeDispatch(ctx, 'read', id);
  const row = await selectDispatch(proof, id);
  if (!row) throw recordNotFound('The webhook');
  return { ...dispatchView(row, proof.may.write), payload: row.payload };
}

/** The right to a dispatch is the right to its webhook. One that is not there is answered as one that may not be seen. */
export async function authorizeDispatch<P extends 'read' | 'write'>(
  ctx: Ctx,
  asked: P,
  id: string,
): Promise<Authorized<'webhook', P>> {
  const webhookId = await findWebhookOf(id);
  return authorize(ctx, asked, { kind: 'webhook', address: { by: 'id', id: webhookId ?? id } });
}
