/** Statements that list tasks. */
import { pool } from '../../db/client.ts';
import type { Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import type { PageKey } from '../paging.ts';
import type { JobStatus, PermissionLevel } from '../vocabulary.ts';

/**
 * A row of a list. What it says of the Actor is null where that has been deleted, or the account may not see it; `lastRun` is the last that the account itself has of it.
 * `grantCount`: unexpired grants.
 */
export interface TaskListRow {
  id: string;
  name: string;
  title: string | null;
  ownerId: string;
  ownerUsername: string;
  createdAt: Date;
  modifiedAt: Date;
  totalRuns: number;
  grantCount: number;
  actorId: string;
  actorUsername: string | null;
  actorName: string | null;
  actorTitle: string | null;
  permissionLevel: PermissionLevel | null;
  /** Whether the account that asks never gives the Actor more than limited permissions. */
  hasCeiling: boolean;
  lastRunId: string | null;
  lastRunStatus: JobStatus | null;
  lastRunStartedAt: Date | null;
}

export interface TaskFilter extends Pick<ListingFilter, 'ownership' | 'search'> {
  /** Only tasks of this Actor. */
  actorId?: string | undefined;
}

const listingFilter = ({ ownership, search, actorId }: TaskFilter): ListingFilter => ({
  ...{ ownership, search, onlyNamed: false },
  conditions: (value) =>
    actorId === undefined
      ? []
      : [`EXISTS (SELECT 1 FROM tasks t WHERE t.id = r.id AND t.actor_id = ${value(actorId)})`],
});

export async function countTasks(listing: Listing<'task'>, filter: TaskFilter): Promise<number> {
  const { text, values } = listedTotal(listing, listingFilter(filter));
  const { rows } = await pool().query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** A page of the list, by creation. */
export async function selectTasks(
  listing: Listing<'task'>,
  filter: TaskFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Promise<TaskListRow[]> {
  const listed = listedPage(listing, listingFilter(filter), page);
  const direction = page.desc ? 'DESC' : 'ASC';
  const account = `$${listed.values.push(listing.accountId)}`;
  const { rows } = await pool().query<TaskListRow>(
    `SELECT r.id, r.name, k.title, r.owner_id AS "ownerId", o.username AS "ownerUsername", page.created_at AS "createdAt",
       k.modified_at AS "modifiedAt", k.total_runs AS "totalRuns", k.actor_id AS "actorId", ao.username AS "actorUsername",
       ar.name AS "actorName", c.title AS "actorTitle", c.permission_level AS "permissionLevel",
       EXISTS (SELECT 1 FROM level_ceilings lc WHERE lc.account_id = ${account} AND lc.actor_id = k.actor_id) AS "hasCeiling", last.id AS "lastRunId",
       last.status AS "lastRunStatus", last.started_at AS "lastRunStartedAt",
       (SELECT count(*) FROM grants g WHERE g.resource_id = r.id AND (g.expires_at IS NULL OR g.expires_at > now())) AS "grantCount"
     FROM (${listed.text}) AS page
     JOIN resources r ON r.id = page.id JOIN accounts o ON o.id = r.owner_id JOIN tasks k ON k.id = r.id
     LEFT JOIN (actors c JOIN resources ar ON ar.id = c.id JOIN accounts ao ON ao.id = ar.owner_id)
       ON c.id = k.actor_id AND (c.is_public OR ar.owner_id = ${account} OR EXISTS (
         SELECT 1 FROM grants ag WHERE ag.resource_id = c.id AND ag.account_id = ${account}
           AND (ag.expires_at IS NULL OR ag.expires_at > now()) AND ag.permissions && ARRAY['READ', 'WRITE']))
     LEFT JOIN LATERAL (
       SELECT u.id, u.status, u.started_at FROM runs u WHERE u.task_id = k.id AND u.account_id = ${account}
       ORDER BY u.started_at DESC, u.id DESC LIMIT 1
     ) AS last ON true
     ORDER BY page.created_at ${direction}, page.id ${direction}`,
    listed.values,
  );
  return rows;
}
