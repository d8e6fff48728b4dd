/** Statements on sessions. */
import { and, desc, eq, gt, ne, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { sessions } from '../../db/schema/account.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import type { AccountPermission } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { createId, createSecret, digestOf } from '../ids.ts';

export interface StartedSession {
  id: string;
  /** Goes into the cookie and nowhere else. */
  secret: string;
  expiresAt: Date;
}

/** Starts a session for an account whose identity has been proved. */
export async function insertSession(
  tx: Transaction,
  ctx: Omit<Ctx, 'credential'>,
  accountId: string,
  secret = createSecret(),
): Promise<StartedSession> {
  const id = createId();
  const expiresAt = new Date(Date.now() + env().sessionLifetimeSecs * 1_000);
  const { ipAddress, userAgent } = ctx;
  await tx.db.insert(sessions).values({ id, digest: digestOf(secret), accountId, expiresAt, ipAddress, userAgent });
  return { id, secret, expiresAt };
}

/** Sessions of the account that have not ended, the last seen first. */
export async function selectSessions(proof: AuthorizedAccount<AccountPermission>) {
  return db()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      ipAddress: sessions.ipAddress,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(and(eq(sessions.accountId, proof.account.id), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(200);
}

/** Ends one session of the account; false if it has none of that id. */
export async function deleteSession(
  tx: Transaction,
  proof: AuthorizedAccount<AccountPermission>,
  sessionId: string,
): Promise<boolean> {
  const rows = await tx.db
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.accountId, proof.account.id)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

/** Ends all of the account's sessions but one; null ends all. Returns how many. */
export async function deleteOtherSessions(
  tx: Transaction,
  accountId: string,
  exceptId: string | null,
): Promise<number> {
  const rows = await tx.db
    .delete(sessions)
    .where(
      exceptId === null
        ? eq(sessions.accountId, accountId)
        : and(eq(sessions.accountId, accountId), ne(sessions.id, exceptId)),
    )
    .returning({ id: sessions.id });
  return rows.length;
}

/** Makes the session fresh again. */
export async function setReauthenticated(tx: Transaction, sessionId: string): Promise<void> {
  await tx.db.update(sessions).set({ authenticatedAt: new Date() }).where(eq(sessions.id, sessionId));
}
