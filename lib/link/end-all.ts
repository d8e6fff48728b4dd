import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { endAllLinks as raiseEpoch } from './queries.ts';

/**
 * Ends all signed links of a resource at once, also those that nobody has used yet: whoever could write it, once, may have made some.
 * Returns how many of the known ones were live. Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function endAllLinks(ctx: Ctx, reference: Reference): Promise<number> {
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'share', reference, tx);
    const count = await raiseEpoch(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'link.all-ended',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { count },
    });
    return count;
  });
}
