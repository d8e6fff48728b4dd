/** What the operator of the instance does about its people. */

import { transaction } from '../../db/transaction.ts';
import { isSignUpOpen, lockAccountByUsername, selectAccounts, setDisabled, setSignUpOpen } from '../account/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { deleteOtherSessions } from '../session/queries.ts';

export interface PersonView {
  id: string;
  username: string;
  name: string;
  email: string;
  isOperator: boolean;
  isDisabled: boolean;
  createdAt: Date;
}

const PAGE = 100;

/** Lists accounts, newest first. Errors: `insufficient-permissions` for all but the operator. */
export async function listPeople(
  ctx: Ctx,
  page = 0,
): Promise<{ people: PersonView[]; hasMore: boolean; isSignUpOpen: boolean }> {
  const proof = await authorizeAccount(ctx, 'operate');
  const rows = await selectAccounts(proof, { limit: PAGE + 1, offset: page * PAGE });
  const people = rows.slice(0, PAGE).map(({ disabledAt, ...row }) => ({ ...row, isDisabled: disabledAt !== null }));
  return { people, hasMore: rows.length > PAGE, isSignUpOpen: await isSignUpOpen() };
}

/** Opens or closes sign-up for people without an invitation. */
export async function changeSignUp(ctx: Ctx, isOpen: boolean): Promise<void> {
  const before = await isSignUpOpen();
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'operate', tx);
    await setSignUpOpen(tx, proof, isOpen);
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'instance.sign-up-changed',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { from: before, to: isOpen },
    });
  });
}

/** Disables an account, or enables it again: its sessions end and its tokens are refused from the next request on. */
export async function changeDisabled(ctx: Ctx, username: string, isDisabled: boolean): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'operate', tx);
    const account = await lockAccountByUsername(tx, username);
    if (!account) throw recordNotFound('The account');
    if (account.id === proof.account.id) throw new ApiError('invalid-input', 'You cannot disable your own account');
    await setDisabled(tx, account.id, isDisabled);
    if (isDisabled) await deleteOtherSessions(tx, account.id, null);
    await recordAudit(tx, ctx, {
      accountId: account.id,
      event: isDisabled ? 'account.disabled' : 'account.enabled',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { username: account.username },
    });
  });
}
