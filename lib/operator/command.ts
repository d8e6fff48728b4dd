/**
 * What the operator does from the command line of a machine that reaches the database. Whoever can run it holds the database already, so
 * there is no gate; each change has its audit row all the same.
 */
import { userInfo } from 'node:os';
import { z } from 'zod';
import { type Transaction, transaction } from '../../db/transaction.ts';
import { email, password as passwordInput, username as usernameInput } from '../account/input.ts';
import {
  insertAccount,
  isFirstAccount,
  lockAccountByUsername,
  selectAllAccounts,
  setDisabled,
  setGeneralAccessOf,
} from '../account/queries.ts';
import { firstBrokenLink } from '../audit/chain.ts';
import { selectChain } from '../audit/queries.ts';
import { recordAudit } from '../audit/record.ts';
import { hashPassword } from '../authentication/password.ts';
import { ApiError, invalidInput, recordNotFound } from '../errors.ts';
import { createToken as createTokenText } from '../ids.ts';
import { deleteOtherSessions } from '../session/queries.ts';
import { insertToken } from '../token/queries.ts';
import { ACCOUNT_GENERAL_ACCESS, type AccountGeneralAccess, type AuditEvent } from '../vocabulary.ts';

const accountInput = z.object({
  username: usernameInput,
  email,
  password: passwordInput,
  isOperator: z.boolean().default(false),
});

/** Creates an account with an API token. The first account of an instance is its operator. Errors: `invalid-input`. */
export async function createAccount(input: unknown): Promise<{ id: string; username: string; token: string }> {
  const parsed = accountInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { username, isOperator } = parsed.data;
  const passwordHash = await hashPassword(parsed.data.password);
  return transaction(async (tx) => {
    const isFirst = await isFirstAccount(tx);
    const account = { username, email: parsed.data.email, name: '', passwordHash, isOperator: isOperator || isFirst };
    const inserted = await insertAccount(tx, account);
    if ('taken' in inserted)
      throw new ApiError('invalid-input', `This ${inserted.taken} is taken`, { field: inserted.taken });
    await audit(tx, inserted.id, 'account.created', { username, isOperator: account.isOperator });
    const { token } = await addToken(tx, inserted.id, 'Made by the command line', null);
    return { id: inserted.id, username, token };
  });
}

/** Creates an API token for an account. `expiresInDays`: null never expires. Errors: `record-not-found`, `invalid-input`. */
export async function createToken(input: { username: string; description: string; expiresInDays: number | null }) {
  const { username, description, expiresInDays } = input;
  if (expiresInDays !== null && !(Number.isInteger(expiresInDays) && expiresInDays > 0)) {
    throw new ApiError('invalid-input', 'The days until a token expires must be a whole number above 0');
  }
  const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000);
  return transaction(async (tx) => {
    const account = await existing(tx, username);
    return { username: account.username, ...(await addToken(tx, account.id, description, expiresAt)) };
  });
}

async function addToken(tx: Transaction, accountId: string, description: string, expiresAt: Date | null) {
  const token = createTokenText();
  const id = await insertToken(tx, { accountId, token, description, expiresAt });
  await audit(tx, accountId, 'token.created', {
    tokenId: id,
    description,
    expiresAt: expiresAt?.toISOString() ?? null,
  });
  return { id, token, expiresAt };
}

/** All accounts, oldest first. */
export const listAccounts = selectAllAccounts;

/** Disables an account or enables it again. Errors: `record-not-found`. */
export async function changeDisabled(username: string, isDisabled: boolean) {
  return transaction(async (tx) => {
    const account = await existing(tx, username);
    await setDisabled(tx, account.id, isDisabled);
    if (isDisabled) await deleteOtherSessions(tx, account.id, null);
    await audit(tx, account.id, isDisabled ? 'account.disabled' : 'account.enabled', { username: account.username });
    return { id: account.id, username: account.username, isDisabled };
  });
}

/** Sets General resource access of an account. Errors: `record-not-found`, `invalid-input`. */
export async function setGeneralAccess(username: string, value: string) {
  const generalAccess = ACCOUNT_GENERAL_ACCESS.find((known) => known === value);
  if (!generalAccess)
    throw new ApiError('invalid-input', `The value must be one of ${ACCOUNT_GENERAL_ACCESS.join(', ')}`);
  return transaction(async (tx) => {
    const account = await existing(tx, username);
    await setGeneralAccessOf(tx, account.id, generalAccess);
    const from: AccountGeneralAccess = account.generalAccess;
    await audit(tx, account.id, 'account.general-access-changed', { from, to: generalAccess });
    return { id: account.id, username: account.username, from, to: generalAccess };
  });
}

/** Checks an account's audit trail. `firstBroken`: the number of the first row that was edited, moved or is missing. Errors: `record-not-found`. */
export async function verifyAudit(username: string) {
  return transaction(async (tx) => {
    const account = await existing(tx, username);
    const { rows, head } = await selectChain(tx, account.id);
    return { username: account.username, rows: rows.length, firstBroken: firstBrokenLink(rows, head) };
  });
}

async function existing(tx: Transaction, username: string) {
  const account = await lockAccountByUsername(tx, username);
  if (!account) throw recordNotFound(`The account ${username}`);
  return account;
}

async function audit(
  tx: Transaction,
  accountId: string,
  event: AuditEvent,
  detail: Record<string, unknown>,
): Promise<void> {
  const ctx = { requestId: `command-${process.pid}`, via: 'CLI', ipAddress: null, userAgent: null } as const;
  await recordAudit(tx, ctx, {
    accountId,
    event,
    principal: { kind: 'operator-command', username: systemUser() },
    because: [],
    detail,
  });
}

/** Who ran the command, as the machine knows them; a user without an entry there has a number only. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
