import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { deleteSchedule as deleteRows } from './queries.ts';

/** Deletes a schedule with its log. What it started stays. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteSchedule(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'schedule', address }, tx, 'UPDATE');
    await deleteRows(tx, proof);
    await recordAudit(tx, ctx, {
      ...{ accountId: proof.row.ownerId, event: 'schedule.deleted', principal: auditPrincipal(proof) },
      ...{ because: proof.because, resource: proof.row, detail: { name: proof.row.name } },
    });
  });
}
