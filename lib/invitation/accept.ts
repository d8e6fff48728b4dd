import type { Transaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { digestOf } from '../ids.ts';
import { findOpenInvitation, markAccepted } from './queries.ts';

/** An invitation that this address may use; its row stays locked. Errors: as `acceptInvitation`. */
export async function demandInvitation(tx: Transaction, secret: string, email: string) {
  const invitation = await findOpenInvitation(digestOf(secret), tx);
  if (!invitation)
    throw new ApiError(
      'insufficient-permissions',
      'This invitation has expired or has been used; ask the operator for a new one',
    );
  if (invitation.email !== null && invitation.email !== email) {
    throw new ApiError('invalid-input', 'This invitation is for another e-mail address', { field: 'email' });
  }
  return invitation;
}

/** Uses up an invitation for a new account. Errors: `insufficient-permissions` if it is spent, expired or for another address. */
export async function acceptInvitation(
  tx: Transaction,
  ctx: Ctx,
  secret: string,
  account: { id: string; username: string; email: string },
): Promise<void> {
  const invitation = await demandInvitation(tx, secret, account.email);
  await markAccepted(tx, invitation.id, account.id);
  await recordAudit(tx, ctx, {
    accountId: invitation.createdBy,
    event: 'invitation.accepted',
    principal: { kind: 'anonymous' },
    because: [],
    detail: { username: account.username },
  });
}

/** Whether an invitation can still be used, for the page that shows the form. */
export async function isInvitationOpen(secret: string): Promise<boolean> {
  return (await findOpenInvitation(digestOf(secret))) !== null;
}
