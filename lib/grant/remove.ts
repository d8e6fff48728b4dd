import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { removeGrant as deleteRow, selectGrant, untellShared } from './queries.ts';

/** Takes a grant back. Errors: `record-not-found`, `insufficient-permissions`. */
export async function removeGrant(ctx: Ctx, reference: Reference, grantId: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'grant', reference, tx);
    const grant = await selectGrant(tx, proof, { grantId });
    if (!grant) throw recordNotFound('The grant');
    await deleteRow(tx, proof, grantId);
    await untellShared(tx, proof, grant.accountId);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'grant.removed',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { from: { username: grant.username, permissions: grant.permissions } },
    });
  });
}
