import { transaction } from '../../db/transaction.ts';
import { selectSettings, updateSettings } from '../account/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';

/** Sets whether the account's notifications come by mail too, where mail is set up. Errors: `insufficient-permissions` for programs. */
export async function setMailing(ctx: Ctx, notifiesByEmail: boolean): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-profile', tx);
    const before = await selectSettings(proof, tx);
    if (before.notifiesByEmail === notifiesByEmail) return;
    await updateSettings(tx, proof, { notifiesByEmail });
    await recordAudit(tx, ctx, {
      ...{ accountId: proof.account.id, event: 'account.mail-changed', principal: auditPrincipal(proof) },
      ...{ because: proof.because, detail: { from: before.notifiesByEmail, to: notifiesByEmail } },
    });
  });
}
