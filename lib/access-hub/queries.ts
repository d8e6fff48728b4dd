/** Statements on all links and grants of an account. They take a proof and decide nothing. */
import { and, eq, sql } from 'drizzle-orm';
import { pool } from '../../db/client.ts';
import { containing } from '../../db/like.ts';
import { accounts } from '../../db/schema/account.ts';
import { links } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import { takeTurn } from '../../db/turn.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import { isLinkLive } from '../link/queries.ts';
import type { PageKey } from '../paging.ts';
import type { GrantPermission, ResourceKind, StorageKind } from '../vocabulary.ts';
import { type AccessFilter, ENDING_WITHIN_DAYS } from './input.ts';

/** The resource that a link or a grant is about. */
interface AboutColumns<K extends ResourceKind> {
  id: string;
  kind: K;
  resourceId: string;
  resourceName: string | null;
  createdByUsername: string | null;
  createdAt: Date;
  expiresAt: Date | null;
}

export interface AccountLinkRow extends AboutColumns<StorageKind> {
  origin: 'CONSOLE' | 'CLIENT';
  label: string;
  recordKey: string | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  useCount: number;
  /** Whether anyone with the ID may read the storage, so that a link is not what opens it. */
  isOpenWithout: boolean;
  /** Whether it has longer to live than the account permits, and so opens nothing. */
  isBeyondLimit: boolean;
}

export interface AccountGrantRow extends AboutColumns<ResourceKind> {
  accountId: string;
  username: string;
  name: string;
  permissions: GrantPermission[];
}

/** A part of a statement that grows with its values. */
const conditions = (values: unknown[]) => (given: unknown) => `$${values.push(given)}`;

const isLive = (table: string) => `(${table}.expires_at IS NULL OR ${table}.expires_at > now())`;
const endsSoon = (table: string) => `${table}.expires_at < now() + interval '${ENDING_WITHIN_DAYS} days'`;

const LINK_STATES: Record<AccessFilter['state'], string> = {
  live: `l.revoked_at IS NULL AND ${isLive('l')}`,
  unused: `l.revoked_at IS NULL AND ${isLive('l')} AND l.use_count = 0`,
  ending: `l.revoked_at IS NULL AND ${isLive('l')} AND ${endsSoon('l')}`,
  ended: `(l.revoked_at IS NOT NULL OR l.expires_at <= now())`,
};

/** A page of links, newest first. */
export async function selectAccountLinks(
  proof: AuthorizedAccount<'review-access'>,
  filter: AccessFilter,
  page: { limit: number; after?: PageKey | undefined },
): Promise<AccountLinkRow[]> {
  const values: unknown[] = [];
  const where = [
    LINK_STATES[filter.state],
    ...whereAbout('l', ['l.label', 'l.record_key', 'c.username'], proof, filter, page.after, conditions(values)),
  ];
  const { rows } = await pool().query<AccountLinkRow>(
    `SELECT l.id, r.kind, r.id AS "resourceId", r.name AS "resourceName", c.username AS "createdByUsername", l.created_at AS "createdAt",
       l.expires_at AS "expiresAt", l.origin, l.label, l.record_key AS "recordKey", l.revoked_at AS "revokedAt",
       l.last_used_at AS "lastUsedAt", l.use_count AS "useCount",
       CASE r.general_access WHEN 'FOLLOW_USER_SETTING' THEN o.general_access ELSE r.general_access END <> 'RESTRICTED' AS "isOpenWithout",
       o.max_link_lifetime_secs IS NOT NULL AND (l.expires_at IS NULL OR l.expires_at > now() + o.max_link_lifetime_secs * interval '1 second')
         AS "isBeyondLimit"
     FROM links l JOIN resources r ON r.id = l.resource_id JOIN accounts o ON o.id = l.owner_id LEFT JOIN accounts c ON c.id = l.created_by
     WHERE ${where.join(' AND ')} ORDER BY l.created_at DESC, l.id DESC LIMIT ${page.limit}`,
    values,
  );
  return rows;
}

const GRANT_STATES: Record<AccessFilter['state'], string> = {
  live: isLive('g'),
  // Uses of grants are not counted one by one.
  unused: 'false',
  ending: `${isLive('g')} AND ${endsSoon('g')}`,
  ended: 'g.expires_at <= now()',
};

/** A page of grants, newest first. */
export async function selectAccountGrants(
  proof: AuthorizedAccount<'review-access'>,
  filter: AccessFilter,
  page: { limit: number; after?: PageKey | undefined },
): Promise<AccountGrantRow[]> {
  const values: unknown[] = [];
  const where = [
    GRANT_STATES[filter.state],
    ...whereAbout('g', ['a.username', 'a.name'], proof, filter, page.after, conditions(values)),
  ];
  const { rows } = await pool().query<AccountGrantRow>(
    `SELECT g.id, r.kind, r.id AS "resourceId", r.name AS "resourceName", c.username AS "createdByUsername", g.created_at AS "createdAt",
       g.expires_at AS "expiresAt", g.account_id AS "accountId", a.username, a.name, g.permissions
     FROM grants g JOIN resources r ON r.id = g.resource_id JOIN accounts a ON a.id = g.account_id
       LEFT JOIN accounts c ON c.id = g.created_by
     WHERE ${where.join(' AND ')} ORDER BY g.created_at DESC, g.id DESC LIMIT ${page.limit}`,
    values,
  );
  return rows;
}

function whereAbout(
  table: 'l' | 'g',
  searched: readonly string[],
  proof: AuthorizedAccount<'review-access'>,
  { kind, resourceId, search }: AccessFilter,
  after: PageKey | undefined,
  value: (given: unknown) => string,
): string[] {
  const where = [`${table}.owner_id = ${value(proof.account.id)}`];
  if (kind) where.push(`r.kind = ${value(kind)}`);
  if (resourceId) where.push(`r.id = ${value(resourceId)}`);
  if (search) {
    const pattern = value(containing(search));
    const matches = ['r.name', ...searched].map((column) => `${column} ILIKE ${pattern}`);
    where.push(`(${matches.join(' OR ')} OR r.id = ${value(search)})`);
  }
  if (after) {
    const [createdAt, id] = [value(after.createdAt), value(after.id)];
    where.push(`(${table}.created_at, ${table}.id) < (${createdAt}::timestamptz, ${id}::text)`);
  }
  return where;
}

/** What is in force, for the head of the page. */
export async function countAccess(
  proof: AuthorizedAccount<'review-access'>,
): Promise<{ liveLinkCount: number; endlessLinkCount: number; grantCount: number }> {
  const { rows } = await pool().query<{ liveLinkCount: number; endlessLinkCount: number; grantCount: number }>(
    `SELECT l.*, g.* FROM
       (SELECT count(*) AS "liveLinkCount", count(*) FILTER (WHERE expires_at IS NULL) AS "endlessLinkCount"
        FROM links l WHERE owner_id = $1 AND ${LINK_STATES.live}) l,
       (SELECT count(*) AS "grantCount" FROM grants g WHERE owner_id = $1 AND ${GRANT_STATES.live}) g`,
    [proof.account.id],
  );
  return rows[0] ?? { liveLinkCount: 0, endlessLinkCount: 0, grantCount: 0 };
}

/** For each lifetime in seconds, how many links in force have longer to live, or no end. */
export async function countLinksBeyond(
  proof: AuthorizedAccount<'review-access'>,
  lifetimesSecs: readonly number[],
): Promise<number[]> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT (SELECT count(*) FROM links l WHERE l.owner_id = $1 AND ${LINK_STATES.live}
         AND (l.expires_at IS NULL OR l.expires_at > now() + secs * interval '1 second')) AS count
     FROM unnest($2::int[]) WITH ORDINALITY AS asked(secs, n) ORDER BY n`,
    [proof.account.id, lifetimesSecs],
  );
  return rows.map(({ count }) => count);
}

/** Ends every signed link of the account, seen or not. Returns how many of the known ones were live. */
export async function endAccountLinks(tx: Transaction, proof: AuthorizedAccount<'end-access'>): Promise<number> {
  await tx.db
    .update(accounts)
    .set({ signingEpoch: sql`${accounts.signingEpoch} + 1` })
    .where(eq(accounts.id, proof.account.id));
  const ended = await tx.db
    .update(links)
    .set({ revokedAt: new Date() })
    .where(and(eq(links.ownerId, proof.account.id), isLinkLive))
    .returning({ id: links.id });
  return ended.length;
}

/** Takes back every grant on what the account owns. Returns whose they were; an account can be named more than once. */
export async function endAccountGrants(tx: Transaction, proof: AuthorizedAccount<'end-access'>): Promise<string[]> {
  const { rows } = await tx.client.query<{ username: string }>(
    `WITH ended AS (DELETE FROM grants WHERE owner_id = $1 RETURNING account_id, resource_id), told AS (
       UPDATE notifications n SET closed_at = now() FROM ended e
       WHERE n.account_id = e.account_id AND n.kind = 'shared' AND n.subject_id = e.resource_id AND n.closed_at IS NULL
     )
     SELECT a.username FROM ended e JOIN accounts a ON a.id = e.account_id ORDER BY a.username`,
    [proof.account.id],
  );
  return rows.map(({ username }) => username);
}

/**
 * Locks all that the account owns and shares, so that what is being shared at this moment is either ended with the rest or stands after it
 * under its own decision. Whoever works on any of it has done before or waits: however many they are, they do not hold it up.
 */
export async function lockOwnResources(tx: Transaction, proof: AuthorizedAccount<'end-access'>): Promise<void> {
  await takeTurn(tx, 'owner', 'alone', proof.account.id);
  // Whoever makes a link holds this row, and is done before or comes after.
  await tx.client.query('SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', [proof.account.id]);
  await tx.client.query(
    `SELECT 1 FROM resources WHERE owner_id = $1 AND id IN (
       SELECT resource_id FROM links WHERE owner_id = $1 UNION SELECT resource_id FROM grants WHERE owner_id = $1
     ) ORDER BY id FOR UPDATE`,
    [proof.account.id],
  );
}
