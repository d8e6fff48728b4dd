/** Statements that list Actors. */
import { pool } from '../../db/client.ts';
import { containing } from '../../db/like.ts';
import type { ActorList, StoreList } from '../actor/input.ts';
import { HAS_DEFAULT_BUILD } from '../actor/queries.ts';
import type { Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import type { PageKey } from '../paging.ts';
import type { PermissionLevel } from '../vocabulary.ts';

/** A row of a list. `grantCount`: unexpired grants. */
export interface ActorListRow {
  id: string;
  name: string;
  title: string | null;
  ownerId: string;
  ownerUsername: string;
  createdAt: Date;
  modifiedAt: Date;
  isPublic: boolean;
  isDeprecated: boolean;
  permissionLevel: PermissionLevel | null;
  totalBuilds: number;
  totalRuns: number;
  lastRunStartedAt: Date | null;
  grantCount: number;
  /** Whether the account that asks never gives it more than limited permissions. */
  hasCeiling: boolean;
}

const COLUMNS = `r.id, r.name, k.title, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.created_at AS "createdAt",
  k.modified_at AS "modifiedAt", k.is_public AS "isPublic", k.is_deprecated AS "isDeprecated", k.permission_level AS "permissionLevel",
  k.total_builds AS "totalBuilds", k.total_runs AS "totalRuns", k.last_run_started_at AS "lastRunStartedAt"`;

const hasCeilingOf = (account: string) =>
  `EXISTS (SELECT 1 FROM level_ceilings lc WHERE lc.account_id = ${account}::text AND lc.actor_id = k.id) AS "hasCeiling"`;

export async function countActors(listing: Listing<'actor'>, filter: ListingFilter): Promise<number> {
  const { text, values } = listedTotal(listing, filter);
  const { rows } = await pool().query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** An order other than that of creation looks at so many, the latest. */
const MAX_SORTED = 10_000;

/** A page of the list; `total` counts the whole of it. */
export async function selectActors(
  listing: Listing<'actor'>,
  filter: ListingFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
  sortBy: ActorList['sortBy'] = 'createdAt',
): Promise<{ rows: ActorListRow[]; total: number }> {
  const byRun = sortBy === 'stats.lastRunStartedAt';
  const listed = listedPage(listing, filter, byRun ? { limit: MAX_SORTED, offset: 0, desc: true } : page);
  const direction = page.desc ? 'DESC' : 'ASC';
  const account = `$${listed.values.push(listing.accountId)}`;
  // What never ran counts as having run before all others.
  const order = byRun
    ? `k.last_run_started_at ${direction} NULLS ${page.desc ? 'LAST' : 'FIRST'}, r.id ${direction} LIMIT ${page.limit} OFFSET ${page.offset}`
    : `page.created_at ${direction}, page.id ${direction}`;
  const [{ rows }, total] = await Promise.all([
    pool().query<ActorListRow>(
      `SELECT ${COLUMNS}, ${hasCeilingOf(account)},
         (SELECT count(*) FROM grants g WHERE g.resource_id = r.id AND (g.expires_at IS NULL OR g.expires_at > now())) AS "grantCount"
       FROM (${listed.text}) AS page
       JOIN resources r ON r.id = page.id JOIN accounts o ON o.id = r.owner_id JOIN actors k ON k.id = r.id
       ORDER BY ${order}`,
      listed.values,
    ),
    countActors(listing, filter),
  ]);
  return { rows, total };
}

export interface StoreRow extends Omit<ActorListRow, 'grantCount'> {
  ownerName: string;
  description: string | null;
  categories: string[];
  /** Of a plain start. */
  level: PermissionLevel;
}

/** The level of a plain start. */
const PLAIN_LEVEL = `coalesce(k.default_run_options->>'forcePermissionLevel', k.permission_level, 'FULL_PERMISSIONS')`;

export interface StoreFilter extends Omit<StoreList, 'sortBy' | 'includeUnrunnableActors'> {
  sortBy: StoreList['sortBy'] | 'limitedFirst';
  /** Who asks; null for visitors. */
  viewerId: string | null;
  /** Of a plain start. */
  level?: PermissionLevel | undefined;
  /** Only those that this account can start as it is: limited ones, its own, and what it has approved. null: anybody. */
  runnableBy?: { accountId: string | null } | undefined;
}

const STORE_ORDERS: Record<Exclude<StoreFilter['sortBy'], 'relevance'>, string> = {
  limitedFirst: `${PLAIN_LEVEL} = 'FULL_PERMISSIONS', k.total_runs DESC, r.id`,
  popularity: 'k.total_runs DESC, r.id',
  newest: 'r.created_at DESC, r.id',
  lastUpdate: 'k.modified_at DESC, r.id',
};

const isRunnableBy = (
  accountId: string,
) => `(${PLAIN_LEVEL} = 'LIMITED_PERMISSIONS' OR r.owner_id = ${accountId}::text OR EXISTS (
  SELECT 1 FROM approvals p
  WHERE p.account_id = ${accountId}::text AND p.actor_id = k.id AND p.level_epoch = k.level_epoch AND p.revoked_at IS NULL))`;

/** What stands in the Store: Actors that everyone may see and whose plain start finds a build. */
const IN_STORE = `k.is_public AND NOT k.is_deprecated AND o.disabled_at IS NULL AND ${HAS_DEFAULT_BUILD}`;

/** The categories of the Actors in the Store, by name. */
export async function selectStoreCategories(): Promise<string[]> {
  const { rows } = await pool().query<{ category: string }>(
    `SELECT DISTINCT unnest(k.categories) AS category
     FROM actors k JOIN resources r ON r.id = k.id JOIN accounts o ON o.id = r.owner_id
     WHERE ${IN_STORE} ORDER BY category LIMIT 100`,
  );
  return rows.map(({ category }) => category);
}

/** A page of the Store, which everyone may see. */
export async function selectPublicActors({
  search,
  category,
  username,
  level,
  runnableBy,
  viewerId,
  sortBy,
  offset,
  limit,
}: StoreFilter): Promise<{ rows: StoreRow[]; total: number }> {
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const like = search === undefined ? null : value(containing(search));
  const conditions = [
    IN_STORE,
    like &&
      `(r.name ILIKE ${like} OR k.title ILIKE ${like} OR k.description ILIKE ${like} OR o.username ILIKE ${like})`,
    category !== undefined && `${value(category)} = ANY (k.categories)`,
    username !== undefined && `lower(o.username) = lower(${value(username)})`,
    level && `${PLAIN_LEVEL} = ${value(level)}`,
    runnableBy && isRunnableBy(value(runnableBy.accountId)),
  ].filter(Boolean);
  const from = `FROM actors k JOIN resources r ON r.id = k.id JOIN accounts o ON o.id = r.owner_id WHERE ${conditions.join(' AND ')}`;
  const total = await pool().query<{ total: number }>(`SELECT count(*) AS total ${from}`, [...values]);
  // What is called so comes before what only speaks of it.
  const relevance = like
    ? `(r.name ILIKE ${like} OR k.title ILIKE ${like}) IS NOT TRUE, ${STORE_ORDERS.popularity}`
    : STORE_ORDERS.popularity;
  const order = sortBy === 'relevance' ? relevance : STORE_ORDERS[sortBy];
  const { rows } = await pool().query<StoreRow>(
    `SELECT ${COLUMNS}, ${hasCeilingOf(value(viewerId))}, o.name AS "ownerName", k.description, k.categories, ${PLAIN_LEVEL} AS level ${from} ORDER BY ${order}
     LIMIT ${value(limit)} OFFSET ${value(offset)}`,
    values,
  );
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** Actors that the account may run: a number of each sort, and of all together. */
export async function selectRunnable(
  { accountId }: Listing<'actor'>,
  limit: number,
): Promise<{ id: string; name: string; title: string | null }[]> {
  const { rows } = await pool().query(
    `WITH ran AS (
       SELECT u.actor_id AS id, max(u.started_at) AS at FROM (
         SELECT actor_id, started_at FROM runs WHERE account_id = $1 ORDER BY started_at DESC LIMIT 1000
       ) AS u GROUP BY u.actor_id
     ), own AS (
       (SELECT r.id FROM resources r WHERE r.owner_id = $1 AND r.kind = 'actor' ORDER BY r.created_at DESC LIMIT $2)
       UNION (
         SELECT g.resource_id FROM grants g WHERE g.account_id = $1 AND g.kind = 'actor' AND 'RUN' = ANY (g.permissions)
           AND (g.expires_at IS NULL OR g.expires_at > now()) ORDER BY g.resource_created_at DESC LIMIT $2
       )
     ), open AS (
       SELECT k.id FROM actors k WHERE k.is_public AND NOT k.is_deprecated AND ${HAS_DEFAULT_BUILD} ORDER BY k.total_runs DESC, k.id LIMIT $2
     )
     SELECT r.id, o.username || '~' || r.name AS name, k.title
     FROM (
       SELECT id FROM own UNION SELECT id FROM open
       UNION SELECT ran.id FROM ran JOIN actors ON actors.id = ran.id WHERE actors.is_public
     ) AS offered
     JOIN actors k ON k.id = offered.id JOIN resources r ON r.id = k.id JOIN accounts o ON o.id = r.owner_id
     LEFT JOIN ran ON ran.id = r.id LEFT JOIN own ON own.id = r.id
     WHERE o.disabled_at IS NULL
     ORDER BY ran.at DESC NULLS LAST, own.id IS NULL, k.total_runs DESC, r.id LIMIT $2`,
    [accountId, limit],
  );
  return rows;
}

/** Those titles of the account's own Actors that begin so. */
export async function selectOwnTitles({ accountId }: Listing<'actor'>, beginning: string): Promise<string[]> {
  const { rows } = await pool().query<{ title: string }>(
    `SELECT k.title FROM resources r JOIN actors k ON k.id = r.id
     WHERE r.owner_id = $1 AND r.kind = 'actor' AND left(k.title, length($2)) = $2`,
    [accountId, beginning],
  );
  return rows.map(({ title }) => title);
}
