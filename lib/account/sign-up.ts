import type { Transaction } from '../../db/transaction.ts';
import { transaction } from '../../db/transaction.ts';
import { recordAudit } from '../audit/record.ts';
import { addressKey } from '../authentication/address-key.ts';
import { countAttempt } from '../authentication/attempts.ts';
import { hashPassword } from '../authentication/password.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { acceptInvitation, demandInvitation } from '../invitation/accept.ts';
import { insertSession, type StartedSession } from '../session/queries.ts';
import { signUpInput } from './input.ts';
import { insertAccount, isFirstAccount, isSignUpOpen, type NewAccount } from './queries.ts';

/**
 * Makes a person's account and signs it in. The first one on an instance becomes its operator. Where sign-up is closed, an invitation is
 * needed.
 * Errors: `invalid-input` with `data.field`, `insufficient-permissions` where sign-up is closed, `rate-limit-exceeded`.
 */
export async function signUp(ctx: Ctx, input: unknown, invitation?: string): Promise<StartedSession> {
  const parsed = signUpInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  await countAttempt('signUpAddress', addressKey(ctx.ipAddress));
  const { username, email, name, password } = parsed.data;
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const accountId = await createAccount(tx, ctx, { username, email, name, passwordHash }, invitation);
    const session = await insertSession(tx, ctx, accountId);
    await recordAudit(tx, ctx, {
      accountId,
      event: 'session.started',
      principal: { kind: 'session', accountId, username, credentialId: session.id },
      because: [],
      detail: { with: 'sign-up' },
    });
    return session;
  });
}

/** Makes an account, if the instance lets this person in. Shared by sign-up here and first sign-in through another provider. */
export async function createAccount(
  tx: Transaction,
  ctx: Ctx,
  account: NewAccount,
  invitation?: string,
): Promise<string> {
  const isOperator = await isFirstAccount(tx);
  const isAllowed = isOperator || invitation !== undefined || (await isSignUpOpen(tx));
  if (!isAllowed)
    throw new ApiError('insufficient-permissions', 'Sign-up is closed here; ask the operator for an invitation');
  // Before anything is said of names: who is not let in learns nothing of who is here.
  if (invitation !== undefined && !isOperator) await demandInvitation(tx, invitation, account.email);
  const inserted = await insertAccount(tx, { ...account, isOperator });
  if ('taken' in inserted) {
    const message =
      inserted.taken === 'username' ? 'This username is taken' : 'An account with this e-mail address exists already';
    throw new ApiError('invalid-input', message, { field: inserted.taken });
  }
  if (invitation !== undefined && !isOperator)
    await acceptInvitation(tx, ctx, invitation, { ...account, id: inserted.id });
  await recordAudit(tx, ctx, {
    accountId: inserted.id,
    event: 'account.created',
    principal: { kind: 'anonymous' },
    because: [],
    detail: { username: account.username, isOperator },
  });
  return inserted.id;
}
