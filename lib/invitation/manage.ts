/** The operator's side of invitations. */
import { transaction } from '../../db/transaction.ts';
import { email } from '../account/input.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput, recordNotFound } from '../errors.ts';
import { createSecret, digestOf } from '../ids.ts';
import { invitationUrl } from '../urls.ts';
import { deleteInvitation, insertInvitation, selectInvitations } from './queries.ts';

const LIFETIME_MILLIS = 7 * 24 * 60 * 60 * 1_000;

/** Makes an invitation, for anyone or for one address; its address is shown once. Errors: `invalid-input`. */
export async function createInvitation(
  ctx: Ctx,
  input: { email?: string | undefined },
): Promise<{ url: string; expiresAt: Date }> {
  const parsed = email.optional().safeParse(input.email || undefined);
  if (!parsed.success) throw invalidInput(parsed.error.issues.map((issue) => ({ ...issue, path: ['email'] })));
  const secret = createSecret();
  const expiresAt = new Date(Date.now() + LIFETIME_MILLIS);
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'operate', tx);
    await insertInvitation(tx, proof, { digest: digestOf(secret), email: parsed.data ?? null, expiresAt });
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'invitation.created',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { email: parsed.data ?? null, expiresAt: expiresAt.toISOString() },
    });
  });
  return { url: invitationUrl(secret), expiresAt };
}

export interface InvitationView {
  id: string;
  email: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** Lists invitations that can still be used. */
export async function listInvitations(ctx: Ctx): Promise<InvitationView[]> {
  return selectInvitations(await authorizeAccount(ctx, 'operate'));
}

/** Takes an invitation back. Errors: `record-not-found`. */
export async function revokeInvitation(ctx: Ctx, invitationId: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'operate', tx);
    if (!(await deleteInvitation(tx, proof, invitationId))) throw recordNotFound('The invitation');
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'invitation.revoked',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { invitationId },
    });
  });
}
