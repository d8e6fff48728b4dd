import { transaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record.ts';
import { countAttempt, forgetAttempts, returnAttempt } from '../authentication/attempts.ts';
import { verifyPassword } from '../authentication/password.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { insertSession, type StartedSession } from '../session/queries.ts';
import { findForSignIn } from './queries.ts';

/**
 * Signs a person in with a password. `usernameOrEmail`: either.
 * Errors: `user-or-token-not-found`, the same for an unknown name, a wrong password and a disabled account; `rate-limit-exceeded`.
 */
export async function signIn(ctx: Ctx, input: { usernameOrEmail: string; password: string }): Promise<StartedSession> {
  const { usernameOrEmail, password } = input;
  const accountKey = usernameOrEmail.trim().toLowerCase().slice(0, 320);
  const addressKey = ctx.ipAddress ?? 'unknown';
  const pairKey = `${addressKey} ${accountKey}`;
  await countAttempt('signInPair', pairKey);
  await countAttempt('signInAccount', accountKey);
  await countAttempt('signInAddress', addressKey);

  const account = await findForSignIn(usernameOrEmail);
  const isRight = await verifyPassword(password.slice(0, 1_024), account?.passwordHash ?? null);
  if (!account || !isRight || account.disabledAt) {
    throw new ApiError('user-or-token-not-found', 'The name or the password is wrong');
  }
  await Promise.all([
    forgetAttempts('signInPair', pairKey),
    returnAttempt('signInAccount', accountKey),
    returnAttempt('signInAddress', addressKey),
  ]);
  return startSession(ctx, account, 'password');
}

/** Starts a session for an account whose identity has been proved, by a password or by another provider. `secret`: where that one makes it. */
export async function startSession(
  ctx: Ctx,
  account: { id: string; username: string },
  proof: string,
  secret?: string,
): Promise<StartedSession> {
  return transaction(async (tx) => {
    const session = await insertSession(tx, ctx, account.id, secret);
    await recordAudit(tx, ctx, {
      accountId: account.id,
      event: 'session.started',
      principal: { kind: 'session', accountId: account.id, username: account.username, credentialId: session.id },
      because: [],
      detail: { with: proof },
    });
    return session;
  });
}
