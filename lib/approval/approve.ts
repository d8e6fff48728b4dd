import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize, authorizeAccount } from '../authorization/authorize.ts';
import { holdConsent } from '../authorization/load-start.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { shownOf } from './get-question.ts';
import { insertApproval, selectAskedActor } from './queries.ts';
import { plainLevel } from './standing.ts';

/**
 * Lets an Actor run with full permissions in one's own account, until its level changes or the approval is revoked. Only a person signed in
 * to the Console can do this. `shown`: of the question that is answered.
 * Errors: `insufficient-permissions` for programs, `record-not-found`, `changed-elsewhere` where the Actor is not what was shown,
 * `invalid-request` where there is nothing to approve.
 */
export async function approveActor(ctx: Ctx, address: Address, { shown }: { shown: string }): Promise<void> {
  await transaction(async (tx) => {
    const account = await authorizeAccount(ctx, 'approve', tx);
    const proof = await authorize(ctx, 'run', { kind: 'actor', address }, tx);
    await holdConsent(tx, account.account.id, 'alone');
    const { row } = proof;
    const actor = await selectAskedActor(account, proof, tx);
    // First, so that who was asked about an Actor that has become harmless since is told that it has changed.
    if (shownOf(proof, actor) !== shown) {
      throw new ApiError('changed-elsewhere', 'The Actor has changed since this question was opened; look again');
    }
    if (plainLevel(row) === 'LIMITED_PERMISSIONS' || row.ownerId === account.account.id) {
      throw new ApiError('invalid-request', 'There is nothing to approve: this Actor needs no approval');
    }
    await insertApproval(tx, account, proof, actor.buildNumber);
    await recordAudit(tx, ctx, {
      ...{ accountId: account.account.id, event: 'approval.given', principal: auditPrincipal(account) },
      ...{ because: account.because, resource: row },
      detail: { name: `${row.ownerUsername}/${row.name}`, levelEpoch: row.levelEpoch, buildNumber: actor.buildNumber },
    });
  });
}
