import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import { holdConsent } from '../authorization/load-start.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { findDecidedActor } from './find-decided-actor.ts';
import { endConsent } from './queries.ts';

/**
 * Takes back that an Actor may run with full permissions in one's own account, whether it was approved or had run before. Runs that are going
 * on go on. It holds from the commit on.
 * Errors: `insufficient-permissions` for programs, `record-not-found`.
 */
export async function revokeApproval(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const account = await authorizeAccount(ctx, 'approve', tx);
    const actor = await findDecidedActor(ctx, tx, account, address);
    await holdConsent(tx, account.account.id, 'alone');
    const wasApproved = await endConsent(tx, account, actor);
    await recordAudit(tx, ctx, {
      ...{ accountId: account.account.id, event: 'approval.revoked', principal: auditPrincipal(account) },
      ...{ because: account.because, resource: actor },
      detail: { name: `${actor.ownerUsername}/${actor.name}`, levelEpoch: actor.levelEpoch, wasApproved },
    });
  });
}
