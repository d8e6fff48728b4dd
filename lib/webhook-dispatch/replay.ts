import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { authorizeDispatch } from './get.ts';
import { enterDispatch, selectDispatch } from './queries.ts';
import { type DispatchView, dispatchView } from './view.ts';

/**
 * Sends once more what was sent, to where the webhook leads by now, with its headers of now.
 * Errors: `record-not-found`, `insufficient-permissions`; `invalid-request` for one that is still being tried, or whose webhook is switched off.
 */
export async function replayDispatch(ctx: Ctx, id: string): Promise<DispatchView> {
  const { row: webhook } = await authorizeDispatch(ctx, 'write', id);
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'webhook', address: { by: 'id', id: webhook.id } }, tx);
    const before = await selectDispatch(proof, id, tx);
    if (!before) throw recordNotFound('The webhook');
    if (before.status === 'ACTIVE') throw new ApiError('invalid-request', 'The dispatch is still being tried');
    if (!proof.row.isEnabled && before.eventType !== 'TEST') {
      throw new ApiError('invalid-request', 'The webhook is switched off; switch it on to replay what it sent');
    }
    const { eventType, eventData, resource, payload } = before;
    const ofWebhook = { id: webhook.id, accountId: before.accountId };
    const again = await enterDispatch(tx, ofWebhook, { eventType, eventData, resource, payload, replayOf: id });
    const row = await selectDispatch(proof, again, tx);
    if (!row) throw recordNotFound('The webhook');
    return dispatchView(row, true);
  });
}
