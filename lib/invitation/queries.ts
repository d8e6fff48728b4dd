/** Statements on invitations. */
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { invitations } from '../../db/schema/account.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import { createId } from '../ids.ts';

export async function insertInvitation(
  tx: Transaction,
  proof: AuthorizedAccount<'operate'>,
  invitation: { digest: Buffer; email: string | null; expiresAt: Date },
): Promise<string> {
  const id = createId();
  await tx.db.insert(invitations).values({ id, createdBy: proof.account.id, ...invitation });
  return id;
}

const isOpen = and(isNull(invitations.acceptedAt), gt(invitations.expiresAt, sql`now()`));

/** An invitation that can still be used. With a transaction its row stays locked, so that it serves one account only. */
export async function findOpenInvitation(digest: Buffer, tx?: Transaction) {
  const query = (tx?.db ?? db())
    .select({ id: invitations.id, email: invitations.email, createdBy: invitations.createdBy })
    .from(invitations)
    .where(and(eq(invitations.digest, digest), isOpen));
  const [row] = await (tx ? query.for('update') : query);
  return row ?? null;
}

export async function markAccepted(tx: Transaction, invitationId: string, accountId: string): Promise<void> {
  await tx.db
    .update(invitations)
    .set({ acceptedBy: accountId, acceptedAt: new Date() })
    .where(eq(invitations.id, invitationId));
}

export async function selectInvitations(_proof: AuthorizedAccount<'operate'>) {
  return db()
    .select({
      id: invitations.id,
      email: invitations.email,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(isOpen)
    .orderBy(desc(invitations.createdAt))
    .limit(200);
}

export async function deleteInvitation(
  tx: Transaction,
  _proof: AuthorizedAccount<'operate'>,
  invitationId: string,
): Promise<boolean> {
  const rows = await tx.db
    .delete(invitations)
    .where(and(eq(invitations.id, invitationId), isNull(invitations.acceptedAt)))
    .returning({ id: invitations.id });
  return rows.length > 0;
}
