/** Statements on signed links. They take a proof and decide nothing. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { accounts } from '../../db/schema/account.ts';
import { links, resources } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { ResourceKind } from '../vocabulary.ts';

export interface LinkRow {
  id: string;
  /** Of a link to one record. */
  recordKey: string | null;
  origin: 'CONSOLE' | 'CLIENT';
  label: string;
  createdByUsername: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  useCount: number;
}

/** The most links that a resource lists, and the most live ones that can be made here. */
export const MAX_LINKS = 500;

/** Of a row of `links`. */
export const isLinkLive = sql<boolean>`(${links.revokedAt} IS NULL AND (${links.expiresAt} IS NULL OR ${links.expiresAt} > now()))`;

/** A resource's links: those that open first, then those that have ended; each newest first. */
export async function selectLinks(proof: Authorized<ResourceKind, 'share'>): Promise<LinkRow[]> {
  return db()
    .select({
      id: links.id,
      recordKey: links.recordKey,
      origin: links.origin,
      label: links.label,
      createdByUsername: accounts.username,
      createdAt: links.createdAt,
      expiresAt: links.expiresAt,
      revokedAt: links.revokedAt,
      lastUsedAt: links.lastUsedAt,
      useCount: links.useCount,
    })
    .from(links)
    .leftJoin(accounts, eq(accounts.id, links.createdBy))
    .where(eq(links.resourceId, proof.row.id))
    .orderBy(desc(isLinkLive), desc(links.createdAt), desc(links.id))
    .limit(MAX_LINKS);
}

export async function countLiveLinks(tx: Transaction, proof: Authorized<ResourceKind, 'share'>): Promise<number> {
  return tx.db.$count(links, and(eq(links.resourceId, proof.row.id), isLinkLive));
}

/** Holds the signing key of an account still until the transaction ends. */
export async function lockOwner(tx: Transaction, ownerId: string): Promise<void> {
  await tx.client.query('SELECT 1 FROM accounts WHERE id = $1 FOR KEY SHARE', [ownerId]);
}

/** Registers a link; false if one with the very same signature exists. */
export async function insertLink(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  link: {
    id: string;
    digest: Buffer;
    recordKey: string | null;
    label: string;
    expiresAt: Date | null;
    createdBy: string | null;
  },
): Promise<boolean> {
  const rows = await tx.db
    .insert(links)
    .values({ resourceId: proof.row.id, ownerId: proof.row.ownerId, origin: 'CONSOLE', ...link })
    .onConflictDoNothing()
    .returning({ id: links.id });
  return rows.length > 0;
}

/** Ends every signed link of a resource, seen or not: they are signed by a key that is not in force any more. Returns how many were live. */
export async function endAllLinks(tx: Transaction, proof: Authorized<ResourceKind, 'share'>): Promise<number> {
  await tx.db
    .update(resources)
    .set({ signingEpoch: sql`${resources.signingEpoch} + 1` })
    .where(eq(resources.id, proof.row.id));
  const ended = await tx.db
    .update(links)
    .set({ revokedAt: new Date() })
    .where(and(eq(links.resourceId, proof.row.id), isLinkLive))
    .returning({ id: links.id });
  return ended.length;
}

/** Ends a link; null if it is not there or has been ended already. */
export async function revokeLink(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  linkId: string,
): Promise<{ label: string; recordKey: string | null; expiresAt: Date | null } | null> {
  const [row] = await tx.db
    .update(links)
    .set({ revokedAt: new Date() })
    .where(and(eq(links.resourceId, proof.row.id), eq(links.id, linkId), isNull(links.revokedAt)))
    .returning({ label: links.label, recordKey: links.recordKey, expiresAt: links.expiresAt });
  if (!row) return null;
  await tx.db
    .update(resources)
    .set({ revokedLinkCount: sql`${resources.revokedLinkCount} + 1` })
    .where(eq(resources.id, proof.row.id));
  return row;
}
