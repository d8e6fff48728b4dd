import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { selectWebhook } from './queries.ts';
import { type WebhookView, webhookView } from './view.ts';

/** Describes a webhook. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getWebhook(ctx: Ctx, id: string): Promise<WebhookView> {
  const proof = await authorize(ctx, 'read', { kind: 'webhook', address: { by: 'id', id } });
  const row = await selectWebhook(proof);
  if (!row) throw recordNotFound('The webhook');
  return webhookView(row, proof.may.write);
}
