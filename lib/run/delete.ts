import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { deleteRun as deleteRow } from './queries.ts';

/**
 * Deletes a run that has finished, with its log and those of its default storages that have no name.
 * Errors: `record-not-found`, `insufficient-permissions`, `invalid-request` for one that has not finished.
 */
export async function deleteRun(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'run', address }, tx, 'UPDATE');
    const { row } = proof;
    if (row.finishedAt === null) {
      throw new ApiError('invalid-request', 'Only a run that has finished can be deleted; abort it first');
    }
    await deleteRow(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: row.ownerId,
      event: 'run.deleted',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: row,
      detail: { actorId: row.actorId, status: row.status, startedAt: row.startedAt.toISOString() },
    });
  });
}
