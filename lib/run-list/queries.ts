/** Statements on lists of runs. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import type { PageKey } from '../paging.ts';
import type { AccountGeneralAccess, GeneralAccess, JobOrigin, JobStatus, PermissionLevel } from '../vocabulary.ts';

export interface RunFilter {
  runsOf?: ListingFilter['runsOf'];
  actorId?: string | undefined;
  statuses?: readonly JobStatus[] | undefined;
  origin?: JobOrigin | undefined;
  level?: PermissionLevel | undefined;
  startedAfter?: Date | undefined;
  startedBefore?: Date | undefined;
}

/** A row of a list. `actorName`: `username~name`; null for one that has been deleted. */
export interface RunListRow {
  id: string;
  actorId: string;
  actorName: string | null;
  actorTitle: string | null;
  ownerId: string;
  ownerUsername: string;
  taskId: string | null;
  /** null for one that has been deleted. */
  taskName: string | null;
  status: JobStatus;
  statusMessage: string | null;
  /** Equal to `startedAt`: what pages go on from. */
  createdAt: Date;
  startedAt: Date;
  finishedAt: Date | null;
  buildId: string;
  buildNumber: string;
  origin: JobOrigin;
  level: PermissionLevel;
  defaultDatasetId: string;
  defaultKeyValueStoreId: string;
  defaultRequestQueueId: string;
  generalAccess: GeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  attemptStartedAt: Date | null;
  earlierRunTimeMillis: number;
  memoryMbytes: number;
  /** Items in the default dataset; null where it has been deleted. */
  itemCount: number | null;
}

function listingFilter({ runsOf, actorId, statuses, origin, level, ...started }: RunFilter): ListingFilter {
  const { startedAfter, startedBefore } = started;
  return {
    onlyNamed: false,
    runsOf,
    conditions: (value) => {
      const ofRun = [
        actorId && `f.actor_id = ${value(actorId)}`,
        statuses && statuses.length > 0 && `f.status = ANY (${value(statuses)}::text[])`,
        origin && `f.origin = ${value(origin)}`,
        level && `f.level = ${value(level)}`,
      ].filter((condition) => typeof condition === 'string');
      return [
        ...(ofRun.length > 0 ? [`EXISTS (SELECT 1 FROM runs f WHERE f.id = r.id AND ${ofRun.join(' AND ')})`] : []),
        ...(startedAfter ? [`r.created_at >= ${value(startedAfter)}::timestamptz`] : []),
        ...(startedBefore ? [`r.created_at <= ${value(startedBefore)}::timestamptz`] : []),
      ];
    },
  };
}

export async function countRuns(listing: Listing<'run'>, filter: RunFilter): Promise<number> {
  const { text, values } = listedTotal(listing, listingFilter(filter));
  const { rows } = await pool().query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** A page of the list, by the start of the runs. */
export async function selectRuns(
  listing: Listing<'run'>,
  filter: RunFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Promise<RunListRow[]> {
  const listed = listedPage(listing, listingFilter(filter), page);
  const direction = page.desc ? 'DESC' : 'ASC';
  const { rows } = await pool().query<RunListRow>(
    `SELECT u.id, u.actor_id AS "actorId", ao.username || '~' || ar.name AS "actorName", c.title AS "actorTitle", r.owner_id AS "ownerId",
       o.username AS "ownerUsername", u.task_id AS "taskId", tr.name AS "taskName", u.status, u.status_message AS "statusMessage", page.created_at AS "createdAt",
       u.started_at AS "startedAt", u.finished_at AS "finishedAt", u.build_id AS "buildId", u.build_number AS "buildNumber", u.origin, u.level,
       u.default_dataset_id AS "defaultDatasetId", u.default_key_value_store_id AS "defaultKeyValueStoreId",
       u.default_request_queue_id AS "defaultRequestQueueId", r.general_access AS "generalAccess", o.general_access AS "ownerGeneralAccess",
       u.attempt_started_at AS "attemptStartedAt", u.earlier_run_time_millis AS "earlierRunTimeMillis", u.memory_mbytes AS "memoryMbytes",
       d.item_count AS "itemCount"
     FROM (${listed.text}) AS page
     JOIN runs u ON u.id = page.id JOIN resources r ON r.id = u.id JOIN accounts o ON o.id = r.owner_id
     LEFT JOIN actors c ON c.id = u.actor_id LEFT JOIN resources ar ON ar.id = c.id LEFT JOIN accounts ao ON ao.id = ar.owner_id
     LEFT JOIN resources tr ON tr.id = u.task_id LEFT JOIN datasets d ON d.id = u.default_dataset_id
     ORDER BY page.created_at ${direction}, page.id ${direction}`,
    listed.values,
  );
  return rows;
}
