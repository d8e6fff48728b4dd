/** Statements on what programs did with their tokens. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import type { AccountPermission, Permission } from '../authorization/types.ts';
import type { ResourceKind } from '../vocabulary.ts';

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
