/** Statements on the audit trail. They take a proof and decide nothing. */
import { and, asc, desc, eq, gte, lt, lte, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { auditEvents, auditHeads } from '../../db/schema/audit.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import type { AuditEvent } from '../vocabulary.ts';

export interface AuditFilter {
  event?: AuditEvent | undefined;
  resourceId?: string | undefined;
  /** The username of who did it. */
  username?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** A page of the account's trail, newest first, before a sequence. */
export async function selectAuditPage(
  proof: AuthorizedAccount<'read-audit'>,
  filter: AuditFilter,
  page: { before?: number | undefined; limit: number },
) {
  const { event, resourceId, username, from, to } = filter;
  return db()
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.accountId, proof.account.id),
        page.before === undefined ? undefined : lt(auditEvents.sequence, page.before),
        event && eq(auditEvents.event, event),
        resourceId ? eq(auditEvents.resourceId, resourceId) : undefined,
        username ? sql`${auditEvents.principal} ->> 'username' = ${username}` : undefined,
        from && gte(auditEvents.at, from),
        to && lte(auditEvents.at, to),
      ),
    )
    .orderBy(desc(auditEvents.sequence))
    .limit(page.limit);
}

/** The whole trail of an account, oldest first, and the end that it should have. For checking, in one snapshot. */
export async function selectChain(tx: Transaction, accountId: string) {
  const [head] = await tx.db.select().from(auditHeads).where(eq(auditHeads.accountId, accountId)).for('share');
  const rows = await tx.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.accountId, accountId))
    .orderBy(asc(auditEvents.sequence));
  return { rows, head: head ?? null };
}
