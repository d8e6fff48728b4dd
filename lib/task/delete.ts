import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { deleteTask as deleteRow } from './queries.ts';

/** Deletes a task; runs of it stay. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteTask(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'task', address }, tx, 'UPDATE');
    await deleteRow(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'task.deleted',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { name: proof.row.name },
    });
  });
}
