/** Statements on grants. They take a proof and decide nothing. */
import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { accounts } from '../../db/schema/account.ts';
import { grants } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { createId } from '../ids.ts';
import type { GrantPermission, ResourceKind } from '../vocabulary.ts';

export interface GrantRow {
  id: string;
  accountId: string;
  username: string;
  name: string;
  permissions: GrantPermission[];
  createdAt: Date;
  expiresAt: Date | null;
}

const columns = {
  id: grants.id,
  accountId: grants.accountId,
  username: accounts.username,
  name: accounts.name,
  permissions: grants.permissions,
  createdAt: grants.createdAt,
  expiresAt: grants.expiresAt,
};

const isUnexpired = or(isNull(grants.expiresAt), gt(grants.expiresAt, sql`now()`));

/** Grants in force on a resource, oldest first. */
export const selectGrants = (proof: Authorized<ResourceKind, 'share'>): Promise<GrantRow[]> =>
  selectGrantsOn(proof.row.id);

/** Those on what a resource belongs to: the run of a default storage, or the Actor or the task of a run. They may open the resource too. */
export const selectGrantsBehind = (_proof: Authorized<ResourceKind, 'share'>, id: string): Promise<GrantRow[]> =>
  selectGrantsOn(id);

async function selectGrantsOn(resourceId: string): Promise<GrantRow[]> {
  return db()
    .select(columns)
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(and(eq(grants.resourceId, resourceId), isUnexpired))
    .orderBy(asc(grants.createdAt), asc(grants.id))
    .limit(MAX_GRANTS);
}

/** Grants in force on the run that a resource is a part of, and on the Actor and the task of its run; its own are not among them. */
export async function selectGrantsAround({
  row,
  facts,
}: Authorized<ResourceKind, 'share'>): Promise<(GrantRow & { resourceId: string })[]> {
  const ids = [facts.run?.id, facts.actor?.id, facts.run?.task?.id].filter(
    (id) => id !== undefined && id !== row.id,
  ) as string[];
  if (ids.length === 0) return [];
  return db()
    .select({ ...columns, resourceId: grants.resourceId })
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(and(inArray(grants.resourceId, ids), isUnexpired))
    .orderBy(asc(grants.createdAt), asc(grants.id))
    .limit(3 * MAX_GRANTS);
}

/** Who made the Actor of a run or of its storages; null where that is the owner. */
export async function selectActorOwner({
  row,
  facts,
}: Authorized<ResourceKind, 'share'>): Promise<{ accountId: string; username: string } | null> {
  if (!facts.run || !facts.actor || facts.actor.ownerId === row.ownerId) return null;
  const [owner] = await db()
    .select({ accountId: accounts.id, username: accounts.username })
    .from(accounts)
    .where(eq(accounts.id, facts.actor.ownerId));
  return owner ?? null;
}

/** The most accounts that one resource is shared with. */
export const MAX_GRANTS = 500;

export async function countGrants(tx: Transaction, proof: Authorized<ResourceKind, 'share'>): Promise<number> {
  return tx.db.$count(grants, and(eq(grants.resourceId, proof.row.id), isUnexpired));
}

export async function selectGrant(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  by: { grantId: string } | { accountId: string },
): Promise<GrantRow | null> {
  const matches = 'grantId' in by ? eq(grants.id, by.grantId) : eq(grants.accountId, by.accountId);
  const [row] = await tx.db
    .select(columns)
    .from(grants)
    .innerJoin(accounts, eq(accounts.id, grants.accountId))
    .where(and(eq(grants.resourceId, proof.row.id), matches));
  return row ?? null;
}

/** Inserts a grant, or gives an account's grant new permissions and a new end. */
export async function upsertGrant(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  grant: { accountId: string; permissions: GrantPermission[]; expiresAt: Date | null },
  createdBy: string,
): Promise<void> {
  const { permissions, expiresAt } = grant;
  const { id: resourceId, kind, createdAt: resourceCreatedAt, ownerId } = proof.row;
  await tx.db
    .insert(grants)
    .values({ id: createId(), resourceId, ownerId, kind, resourceCreatedAt, createdBy, ...grant })
    .onConflictDoUpdate({ target: [grants.resourceId, grants.accountId], set: { permissions, expiresAt } });
}

export async function removeGrant(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  grantId: string,
): Promise<void> {
  await tx.db.delete(grants).where(and(eq(grants.resourceId, proof.row.id), eq(grants.id, grantId)));
}

/** So often within an hour one account is told of what one other shares with it, be it taken back since: the rest it finds where shared things are listed. */
export const MAX_TOLD_PER_HOUR = 20;

/**
 * Tells an account that a resource is shared with it. What that is called is looked up when it is shown. Anyone can share anything with
 * anybody, and take it back and share it again: a bell must not be filled by that.
 */
export async function tellShared(
  tx: Transaction,
  { row }: Authorized<ResourceKind, 'share'>,
  accountId: string,
  giverId: string,
): Promise<void> {
  // Of several shares at once each counts the others.
  await tx.client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7201015))', [`${accountId} ${giverId}`]);
  await tx.client.query(
    `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, data)
     SELECT $1, $2, 'shared', $3, $4, jsonb_build_object('giverId', $5::text) WHERE (
       SELECT coalesce(sum(count), 0) FROM notifications WHERE account_id = $2 AND last_at > now() - interval '1 hour' AND kind = 'shared' AND data->>'giverId' = $5
     ) < $6
     ON CONFLICT (account_id, kind, subject_id) WHERE closed_at IS NULL
       DO UPDATE SET data = excluded.data, count = notifications.count + 1, last_at = now(), read_at = NULL`,
    [createId(), accountId, row.kind, row.id, giverId, MAX_TOLD_PER_HOUR],
  );
}

/** What is not shared any more is not told of any more. */
export async function untellShared(
  tx: Transaction,
  { row }: Authorized<ResourceKind, 'share'>,
  accountId: string,
): Promise<void> {
  await tx.client.query(
    `UPDATE notifications SET closed_at = now() WHERE account_id = $1 AND kind = 'shared' AND subject_id = $2 AND closed_at IS NULL`,
    [accountId, row.id],
  );
}

/** The account that a person means, enabled or not found. */
export async function findAccount(
  tx: Transaction,
  by: { username?: string | undefined; email?: string | undefined; userId?: string | undefined },
): Promise<{ id: string; username: string } | null> {
  const matches =
    by.username !== undefined
      ? eq(sql`lower(${accounts.username})`, by.username.toLowerCase())
      : by.email !== undefined
        ? eq(accounts.email, by.email.toLowerCase())
        : eq(accounts.id, by.userId ?? '');
  const [row] = await tx.db
    .select({ id: accounts.id, username: accounts.username })
    .from(accounts)
    .where(and(matches, isNull(accounts.disabledAt)));
  return row ?? null;
}
