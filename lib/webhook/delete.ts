import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { deleteWebhook as deleteRow } from './queries.ts';

/** Deletes a webhook, with what it has sent and what it would have sent. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteWebhook(ctx: Ctx, id: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'webhook', address: { by: 'id', id } }, tx, 'UPDATE');
    await deleteRow(tx, proof);
    await recordAudit(tx, ctx, {
      ...{ accountId: proof.row.ownerId, event: 'webhook.deleted', principal: auditPrincipal(proof) },
      ...{ because: proof.because, resource: proof.row, detail: { to: new URL(proof.row.requestUrl).origin } },
    });
  });
}
