import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { deleteBuild as deleteRow, isInUse } from './queries.ts';

/**
 * Deletes a build with its log. One that runs are still made of stays: they may have to begin anew on another machine.
 * Errors: `record-not-found`, `insufficient-permissions`, `invalid-request` for one in use.
 */
export async function deleteBuild(ctx: Ctx, id: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'build', address: { by: 'id', id } }, tx, 'UPDATE');
    if (await isInUse(tx, proof)) {
      throw new ApiError('invalid-request', 'Runs of this build have not ended; delete it after them');
    }
    await deleteRow(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'build.deleted',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { actorId: proof.row.actorId, buildNumber: proof.row.buildNumber },
    });
  });
}
