/** Statements that list schedules. */
import { pool } from '../../db/client.ts';
import type { Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import type { PageKey } from '../paging.ts';
import type { ScheduleAction, ScheduleRow } from '../schedule/queries.ts';

/** A target without its input and its options. */
export type ShortAction =
  | Pick<ScheduleAction & { type: 'RUN_ACTOR' }, 'id' | 'type' | 'actorId'>
  | Pick<ScheduleAction & { type: 'RUN_ACTOR_TASK' }, 'id' | 'type' | 'actorTaskId'>;

export interface ScheduleListRow
  extends Pick<
    ScheduleRow,
    | 'id'
    | 'title'
    | 'cronExpression'
    | 'timezone'
    | 'isEnabled'
    | 'isExclusive'
    | 'modifiedAt'
    | 'nextRunAt'
    | 'lastRunAt'
  > {
  name: string;
  ownerId: string;
  ownerUsername: string;
  createdAt: Date;
  actions: ShortAction[];
}

const COLUMNS = `r.id, r.name, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.created_at AS "createdAt", k.title,
  k.cron_expression AS "cronExpression", k.timezone, k.is_enabled AS "isEnabled", k.is_exclusive AS "isExclusive",
  k.modified_at AS "modifiedAt", k.next_run_at AS "nextRunAt", k.last_run_at AS "lastRunAt",
  (SELECT coalesce(jsonb_agg(a.action - ARRAY['runInput', 'runOptions', 'input'] ORDER BY a.place), '[]')
   FROM jsonb_array_elements(k.actions) WITH ORDINALITY AS a(action, place)) AS actions`;

export async function countListed(listing: Listing<'schedule'>, filter: ListingFilter): Promise<number> {
  const { text, values } = listedTotal(listing, filter);
  const { rows } = await pool().query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** A page of the list, in its order. */
export async function selectSchedules(
  listing: Listing<'schedule'>,
  filter: ListingFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Promise<ScheduleListRow[]> {
  const { text, values } = listedPage(listing, filter, page);
  const direction = page.desc ? 'DESC' : 'ASC';
  const { rows } = await pool().query<ScheduleListRow>(
    `SELECT ${COLUMNS} FROM (${text}) AS page
     JOIN resources r ON r.id = page.id JOIN accounts o ON o.id = r.owner_id JOIN schedules k ON k.id = r.id
     ORDER BY page.created_at ${direction}, page.id ${direction}`,
    values,
  );
  return rows;
}

/** What came of the latest firing of a schedule: how many lines of each sort it left. */
export interface LastFiring {
  scheduleId: string;
  at: Date;
  startedCount: number;
  passedOverCount: number;
  refusedCount: number;
  /** Of the refused ones, those for want of an approval. */
  unapprovedCount: number;
}

/** Of schedules that the listing gave. */
export async function selectLastFirings(
  _listing: Listing<'schedule'>,
  scheduleIds: readonly string[],
): Promise<LastFiring[]> {
  const { rows } = await pool().query<LastFiring>(
    `SELECT s.id AS "scheduleId", max(l.created_at) AS at, count(l.run_id) FILTER (WHERE l.level = 'INFO') AS "startedCount",
       count(*) FILTER (WHERE l.level = 'WARN' AND l.action_id IS NOT NULL) AS "passedOverCount",
       count(*) FILTER (WHERE l.level = 'ERROR') AS "refusedCount",
       count(*) FILTER (WHERE l.error_type = 'full-permission-actor-not-approved') AS "unapprovedCount"
     FROM unnest($1::text[]) AS s(id)
     CROSS JOIN LATERAL (SELECT f.firing_id FROM schedule_log f WHERE f.schedule_id = s.id AND f.firing_id IS NOT NULL
       ORDER BY f.sequence DESC LIMIT 1) AS last
     JOIN schedule_log l ON l.schedule_id = s.id AND l.firing_id = last.firing_id
     GROUP BY s.id`,
    [scheduleIds],
  );
  return rows;
}

/** Which of the account's own schedules are refused something that it could approve. */
export async function selectBlocked(
  { accountId }: Listing<'schedule'>,
  scheduleIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT DISTINCT source_id AS id FROM refused_starts
     WHERE account_id = $1 AND source = 'schedule' AND source_id = ANY ($2::text[])`,
    [accountId, scheduleIds],
  );
  return new Set(rows.map(({ id }) => id));
}
