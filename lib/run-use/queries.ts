/** Statements on what programs did with their tokens. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import type { AccountPermission, Permission } from '../authorization/types.ts';
import type { JobStatus, ResourceKind } from '../vocabulary.ts';

export type Asked = Permission | AccountPermission;

/** Alike calls that were refused. `subject`: as the program named it; empty for the account. */
export interface RefusalRow {
  kind: ResourceKind | 'account';
  subject: string;
  asked: Asked;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

/** Alike calls. `isOwn`: what a run with limited permissions could have done too. */
export interface UseRow {
  kind: ResourceKind | 'account';
  asked: Asked;
  isOwn: boolean;
  isRefused: boolean;
  count: number;
}

const MAX_REFUSALS = 1_000;

export async function selectRefusals({ row }: Authorized<'run', 'read'>): Promise<RefusalRow[]> {
  const { rows } = await pool().query<RefusalRow>(
    `SELECT kind, subject, asked, count, first_at AS "firstAt", last_at AS "lastAt" FROM run_refusals
     WHERE run_id = $1 ORDER BY last_at DESC, kind, subject, asked LIMIT ${MAX_REFUSALS}`,
    [row.id],
  );
  return rows;
}

const SUMMED = `SELECT kind, asked, is_own AS "isOwn", is_refused AS "isRefused", sum(count)::bigint AS count FROM run_uses`;
const GROUPED = 'GROUP BY kind, asked, is_own, is_refused ORDER BY kind, asked, is_own, is_refused';

export async function selectUses({ row }: Authorized<'run', 'read'>): Promise<UseRow[]> {
  const { rows } = await pool().query<UseRow>(`${SUMMED} WHERE run_id = $1 ${GROUPED}`, [row.id]);
  return rows;
}

/** What an account's runs of an Actor did in the last days, and how many of them have finished. */
export async function selectActorUses(
  { account }: AuthorizedAccount<'read-settings'>,
  { row }: Authorized<'actor', 'read'>,
  days: number,
): Promise<{ uses: UseRow[]; finishedRuns: number; lastUsedOn: string | null }> {
  const since = `account_id = $1 AND actor_id = $2`;
  const values = [account.id, row.id, days];
  const [uses, runs] = await Promise.all([
    pool().query<UseRow>(`${SUMMED} WHERE ${since} AND day > current_date - $3::int ${GROUPED}`, values),
    pool().query<{ finishedRuns: number; lastUsedOn: string | null }>(
      `SELECT (SELECT count(*) FROM runs WHERE ${since} AND finished_at > now() - $3::int * interval '1 day') AS "finishedRuns",
         (SELECT max(day)::text FROM run_uses WHERE ${since}) AS "lastUsedOn"`,
      values,
    ),
  ]);
  return {
    uses: uses.rows,
    finishedRuns: runs.rows[0]?.finishedRuns ?? 0,
    lastUsedOn: runs.rows[0]?.lastUsedOn ?? null,
  };
}

/** The last finished run that had limited permissions, with what it was refused. */
export interface LimitedRun {
  id: string;
  status: JobStatus;
  startedAt: Date;
  /** Each right once, the most refused first. */
  refusals: Pick<RefusalRow, 'kind' | 'asked' | 'count'>[];
}

/**
 * What an account's runs of an Actor show of the permissions that it needs. `finishedRuns`: of the last days, those with full permissions and
 * those that came to a good end with limited ones.
 */
export async function selectEarlierRuns(
  { account }: AuthorizedAccount<'approve'>,
  { row }: Authorized<'actor', 'read'>,
  days: number,
): Promise<{ uses: UseRow[]; finishedRuns: number; lastLimited: LimitedRun | null }> {
  const [uses, runs, limited] = await Promise.all([
    pool().query<UseRow>(
      `${SUMMED} WHERE account_id = $1 AND actor_id = $2 AND day > current_date - $3::int ${GROUPED}`,
      [account.id, row.id, days],
    ),
    pool().query<{ count: number }>(
      `SELECT count(*) FROM runs WHERE account_id = $1 AND actor_id = $2 AND finished_at > now() - $3::int * interval '1 day'
         AND (level = 'FULL_PERMISSIONS' OR status = 'SUCCEEDED')`,
      [account.id, row.id, days],
    ),
    pool().query<LimitedRun>(
      `SELECT u.id, u.status, u.started_at AS "startedAt", (
         SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.count DESC, f.kind, f.asked), '[]') FROM (
           SELECT kind, asked, sum(count)::bigint AS count FROM run_refusals WHERE run_id = u.id GROUP BY kind, asked
         ) f
       ) AS refusals
       FROM runs u WHERE u.account_id = $1 AND u.actor_id = $2 AND u.level = 'LIMITED_PERMISSIONS' AND u.finished_at IS NOT NULL
       ORDER BY u.started_at DESC, u.id DESC LIMIT 1`,
      [account.id, row.id],
    ),
  ]);
  return { uses: uses.rows, finishedRuns: runs.rows[0]?.count ?? 0, lastLimited: limited.rows[0] ?? null };
}
