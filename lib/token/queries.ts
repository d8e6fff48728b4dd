/** Statements on API tokens. */
import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { accounts, tokens } from '../../db/schema/account.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import { createId, digestOf } from '../ids.ts';
import type { ResourceKind } from '../vocabulary.ts';

export interface NewToken {
  accountId: string;
  token: string;
  description: string;
  expiresAt: Date | null;
}

/** Stores a token's digest. The caller has proved that it may, as a person or as the operator's command. */
export async function insertToken(
  tx: Transaction,
  { accountId, token, description, expiresAt }: NewToken,
): Promise<string> {
  const id = createId();
  await tx.db
    .insert(tokens)
    .values({ id, accountId, digest: digestOf(token), hint: token.slice(-4), description, expiresAt });
  return id;
}

export async function selectTokens(proof: AuthorizedAccount<'read-settings'>) {
  return db()
    .select({
      id: tokens.id,
      description: tokens.description,
      hint: tokens.hint,
      createdAt: tokens.createdAt,
      expiresAt: tokens.expiresAt,
      lastUsedAt: tokens.lastUsedAt,
      lastUsedUserAgent: tokens.lastUsedUserAgent,
    })
    .from(tokens)
    .where(eq(tokens.accountId, proof.account.id))
    .orderBy(desc(tokens.createdAt), desc(tokens.id))
    .limit(MAX_TOKENS);
}

/** The most tokens that an account can have. */
export const MAX_TOKENS = 200;

export async function countTokens(tx: Transaction, proof: AuthorizedAccount<'manage-tokens'>): Promise<number> {
  return tx.db.$count(tokens, eq(tokens.accountId, proof.account.id));
}

/** Deletes a token of the account; null if it has none of that id. */
export async function deleteToken(
  tx: Transaction,
  proof: AuthorizedAccount<'manage-tokens'>,
  tokenId: string,
): Promise<{ description: string } | null> {
  const [row] = await tx.db
    .delete(tokens)
    .where(and(eq(tokens.id, tokenId), eq(tokens.accountId, proof.account.id)))
    .returning({ description: tokens.description });
  return row ?? null;
}

/** The tokens in force of a resource's owner. */
export async function selectOwnersTokens(proof: Authorized<ResourceKind, 'share'>) {
  return db()
    .select({
      id: tokens.id,
      description: tokens.description,
      scope: tokens.scope,
      createdAt: tokens.createdAt,
      expiresAt: tokens.expiresAt,
      lastUsedAt: tokens.lastUsedAt,
    })
    .from(tokens)
    .innerJoin(accounts, eq(accounts.id, tokens.accountId))
    .where(
      and(
        eq(tokens.accountId, proof.row.ownerId),
        isNull(accounts.disabledAt),
        or(isNull(tokens.expiresAt), gt(tokens.expiresAt, sql`now()`)),
      ),
    )
    .limit(MAX_TOKENS);
}
