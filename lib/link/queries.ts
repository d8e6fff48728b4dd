/** Statements on signed links. They take a proof and decide nothing. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { accounts } from '../../db/schema/account.ts';
import { links } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { createId } from '../ids.ts';
import type { ResourceKind } from '../vocabulary.ts';

export interface LinkRow {
  id: string;
  origin: 'CONSOLE' | 'CLIENT';
  label: string;
  createdByUsername: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  useCount: number;
}

const MAX_LINKS = 500;

/** A resource's links, newest first, with those that have ended. */
export async function selectLinks(proof: Authorized<ResourceKind, 'share'>): Promise<LinkRow[]> {
  return db()
    .select({
      id: links.id,
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
    .orderBy(desc(links.createdAt), desc(links.id))
    .limit(MAX_LINKS);
}

/** Registers a link; false if one with the very same signature exists. */
export async function insertLink(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  link: { digest: Buffer; label: string; expiresAt: Date | null; createdBy: string | null },
): Promise<boolean> {
  const rows = await tx.db
    .insert(links)
    .values({ id: createId(), resourceId: proof.row.id, origin: 'CONSOLE', ...link })
    .onConflictDoNothing()
    .returning({ id: links.id });
  return rows.length > 0;
}

/** Ends a link; null if it is not there or has been ended already. */
export async function revokeLink(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  linkId: string,
): Promise<{ label: string; expiresAt: Date | null } | null> {
  const [row] = await tx.db
    .update(links)
    .set({ revokedAt: new Date() })
    .where(and(eq(links.resourceId, proof.row.id), eq(links.id, linkId), isNull(links.revokedAt)))
    .returning({ label: links.label, expiresAt: links.expiresAt });
  return row ?? null;
}
