import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { deleteOtherSessions, deleteSession } from './queries.ts';

/** Ends one session of the account, this one or another: its next request is refused. Errors: `record-not-found`. */
export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-profile', tx, 'UPDATE');
    if (!(await deleteSession(tx, proof, sessionId))) throw recordNotFound('The session');
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'session.ended',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { sessionId },
    });
  });
}

/** Ends the session that asks: signing out. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { principal } = await authorizeAccount(ctx, 'read-settings');
  if (principal.kind === 'session') await endSession(ctx, principal.sessionId);
}

/** Ends all sessions but the one that asks. Returns how many. */
export async function endOtherSessions(ctx: Ctx): Promise<number> {
  return transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-profile', tx, 'UPDATE');
    const count = await deleteOtherSessions(
      tx,
      proof.account.id,
      proof.principal.kind === 'session' ? proof.principal.sessionId : null,
    );
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'session.all-others-ended',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { count },
    });
    return count;
  });
}
