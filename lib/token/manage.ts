/** An account's API tokens. */
import { z } from 'zod';
import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput, recordNotFound } from '../errors.ts';
import { createToken as createTokenText } from '../ids.ts';
import { countTokens, deleteToken as deleteRow, insertToken, MAX_TOKENS, selectTokens } from './queries.ts';

export const tokenCreation = z.object({
  description: z.string().trim().min(1, 'say what the token is for').max(100, 'must have at most 100 characters'),
  /** null: never expires. */
  lifetimeDays: z
    .number('must be a number of days')
    .int('must be a whole number of days')
    .min(1, 'must be a day at least')
    .max(3_650, 'must be ten years at most')
    .nullable(),
});

/** Creates an unscoped token; its text is given this once. Errors: `invalid-input`, `elevated-permissions-needed`. */
export async function createToken(
  ctx: Ctx,
  input: unknown,
): Promise<{ id: string; token: string; expiresAt: Date | null }> {
  const parsed = tokenCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { description, lifetimeDays } = parsed.data;
  const expiresAt = lifetimeDays === null ? null : new Date(Date.now() + lifetimeDays * 24 * 60 * 60 * 1_000);
  const token = createTokenText();
  const id = await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'manage-tokens', tx);
    if ((await countTokens(tx, proof)) >= MAX_TOKENS) {
      throw new ApiError('invalid-input', `An account can have ${MAX_TOKENS} tokens; delete one that is not used`);
    }
    const tokenId = await insertToken(tx, { accountId: proof.account.id, token, description, expiresAt });
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'token.created',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { tokenId, description, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return tokenId;
  });
  return { id, token, expiresAt };
}

export interface TokenView {
  id: string;
  description: string;
  /** The last four characters. */
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedUserAgent: string | null;
  isExpired: boolean;
}

/** Lists the account's tokens, newest first. */
export async function listTokens(ctx: Ctx): Promise<TokenView[]> {
  const rows = await selectTokens(await authorizeAccount(ctx, 'read-settings'));
  return rows.map((row) => ({ ...row, isExpired: row.expiresAt !== null && row.expiresAt.getTime() < Date.now() }));
}

/** Deletes a token: its next request is refused. Errors: `record-not-found`, `elevated-permissions-needed`. */
export async function deleteToken(ctx: Ctx, tokenId: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'manage-tokens', tx, 'UPDATE');
    const token = await deleteRow(tx, proof, tokenId);
    if (!token) throw recordNotFound('The token');
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'token.deleted',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { tokenId, description: token.description },
    });
  });
}
