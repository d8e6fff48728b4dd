import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import { holdConsent } from '../authorization/load-start.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { findDecidedActor } from './find-decided-actor.ts';
import { removeCeiling, saveCeiling } from './queries.ts';

/**
 * Decides that an Actor never gets more than limited permissions in one's own account, or takes that back. It holds for whatever starts it,
 * from the commit on.
 * Errors: `insufficient-permissions` for programs, `record-not-found`.
 */
export async function setCeiling(ctx: Ctx, address: Address, isAlwaysLimited: boolean): Promise<void> {
  await transaction(async (tx) => {
    const account = await authorizeAccount(ctx, 'approve', tx);
    const actor = await findDecidedActor(ctx, tx, account, address);
    await holdConsent(tx, account.account.id, 'alone');
    const isChange = await (isAlwaysLimited ? saveCeiling : removeCeiling)(tx, account, actor);
    if (!isChange) return;
    await recordAudit(tx, ctx, {
      ...{
        accountId: account.account.id,
        principal: auditPrincipal(account),
        because: account.because,
        resource: actor,
      },
      event: isAlwaysLimited ? 'approval.ceiling-set' : 'approval.ceiling-removed',
      detail: { name: `${actor.ownerUsername}/${actor.name}` },
    });
  });
}
