import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { deleteBuild as deleteRow } from './queries.ts';

/**
 * Deletes a build with its log. Runs of it do not hold that up, wherever they are: what should never have been built must go at once. They go
 * on, as long as they need not be started again.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function deleteBuild(ctx: Ctx, id: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'build', address: { by: 'id', id } }, tx, 'UPDATE');
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
