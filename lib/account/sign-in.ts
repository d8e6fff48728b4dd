import { transaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record.ts';
import { addressKey } from '../authentication/address-key.ts';
import { countAttempt, forgetAttempts, returnAttempt } from '../authentication/attempts.ts';
import { verifyPassword } from '../authentication/password.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { insertSession, type StartedSession } from '../session/queries.ts';
import { findForSignIn, lockForSignIn } from './queries.ts';

/**
 * Signs a person in with a password. `usernameOrEmail`: either.
 * Errors: `user-or-token-not-found`, the same for an unknown name, a wrong password and a disabled account; `rate-limit-exceeded`.
 */
export async function signIn(ctx: Ctx, input: { usernameOrEmail: string; password: string }): Promise<StartedSession> {
  const { usernameOrEmail, password } = input;
  const account = await findForSignIn(usernameOrEmail);
  // One account has two names; they are counted as one.
  const accountKey = account?.id ?? usernameOrEmail.trim().toLowerCase().slice(0, 320);
  const address = addressKey(ctx.ipAddress);
  const pairKey = `${address} ${accountKey}`;
  await countAttempt('signInPair', pairKey);
  await countAttempt('signInAccount', accountKey);
  await countAttempt('signInAddress', address);

  const isRight = await verifyPassword(password.slice(0, 1_024), account?.passwordHash ?? null);
  if (!account || !isRight || account.disabledAt) {
    throw new ApiError('user-or-token-not-found', 'The name or the password is wrong');
  }
  await Promise.all([
    forgetAttempts('signInPair', pairKey),
    returnAttempt('signInAccount', accountKey),
    returnAttempt('signInAddress', address),
  ]);
  return startSession(ctx, account, 'password', { passwordHash: account.passwordHash });
}

/**
 * Starts a session for an account whose identity has been proved, by a password or by another provider. `secret`: where that one makes it;
 * `passwordHash`: the one that was verified. Errors: `user-or-token-not-found` if the account was disabled or its password changed meanwhile.
 */
export async function startSession(
  ctx: Ctx,
  account: { id: string; username: string },
  proof: string,
  { secret, passwordHash }: { secret?: string; passwordHash?: string | null },
): Promise<StartedSession> {
  return transaction(async (tx) => {
    const current = await lockForSignIn(tx, account.id);
    const isSame = passwordHash === undefined || current?.passwordHash === passwordHash;
    if (!current || current.disabledAt || !isSame) {
      throw new ApiError('user-or-token-not-found', 'The account was changed in the meantime; try again');
    }
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
