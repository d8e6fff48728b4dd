import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { recordDetail } from './detail.ts';
import { revokeLink as endLink } from './queries.ts';

/** Ends one signed link, for good. Errors: `record-not-found`, `insufficient-permissions`. */
export async function revokeLink(ctx: Ctx, reference: Reference, linkId: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'share', reference, tx);
    const link = await endLink(tx, proof, linkId);
    if (!link) throw recordNotFound('The link');
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'link.revoked',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { label: link.label, ...recordDetail(link), expiresAt: link.expiresAt?.toISOString() ?? null },
    });
  });
}
