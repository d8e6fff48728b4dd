/** Statements on changes of an Actor's level and on those whom they concern. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { createId } from '../ids.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { STARTERS } from './starters.ts';

type Changing = Authorized<'actor', 'write'>;

/** Levels are effective ones. */
export interface NewLevelChange {
  /** The epoch that begins. */
  levelEpoch: number;
  fromLevel: PermissionLevel;
  toLevel: PermissionLevel;
  reason: string | null;
}

export async function insertLevelChange(tx: Transaction, proof: Changing, change: NewLevelChange): Promise<void> {
  await tx.client.query(
    `INSERT INTO level_changes (actor_id, level_epoch, from_level, to_level, reason, changed_by, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
    [proof.row.id, change.levelEpoch, change.fromLevel, change.toLevel, change.reason, proof.account?.id ?? null],
  );
}

/** How many it concerns in other accounts than the owner's. */
export interface LevelImpact {
  /** Accounts with an approval in force, or with earlier runs with full permissions that stand for one. */
  givenCount: number;
  /**
   * What stops when it takes full permissions, until somebody approves them: accounts by any of the above, by their tasks or by runs of the last
   * 30 days, and enabled schedules and webhooks with the accounts that they are in.
   */
  stoppedAccountCount: number;
  stoppedScheduleCount: number;
  scheduleAccountCount: number;
  stoppedWebhookCount: number;
  webhookAccountCount: number;
}

const RECENT_DAYS = 30;

/**
 * Every other account ($2: the owner) with what ties it to the Actor at the epoch $3. Runs are looked for account by account: that is one
 * short walk along an index for each, however many runs there are.
 */
const CONCERNED = `${STARTERS},
  concerned AS (
    SELECT a.id, NOT a.skips_approval AND NOT EXISTS (SELECT 1 FROM level_ceilings c WHERE c.account_id = a.id AND c.actor_id = $1) AS "isStopped",
      EXISTS (
        SELECT 1 FROM approvals p WHERE p.actor_id = $1 AND p.account_id = a.id AND p.level_epoch = $3 AND p.revoked_at IS NULL
      ) AS "isApproved",
      EXISTS (SELECT 1 FROM approvals p WHERE p.actor_id = $1 AND p.account_id = a.id AND p.revoked_at IS NULL) AS "wasApproved",
      p.found IS NOT NULL AS "hasPriorRun",
      EXISTS (SELECT 1 FROM tasks_of t WHERE t.owner_id = a.id) AS "hasTask",
      EXISTS (SELECT 1 FROM starters s WHERE s.account_id = a.id) AS "hasStarter",
      recent.found IS NOT NULL AS "isRecent"
    FROM accounts a
    LEFT JOIN LATERAL (
      SELECT 1 AS found FROM runs u
      WHERE u.account_id = a.id AND u.actor_id = $1 AND u.level = 'FULL_PERMISSIONS' AND u.level_epoch = $3 AND u.ancestor_ids = '{}'
        AND u.metamorph_count = 0
        AND u.started_at > coalesce((SELECT max(e.revoked_at) FROM approvals e WHERE e.account_id = a.id AND e.actor_id = $1), '-infinity')
      LIMIT 1
    ) p ON true
    LEFT JOIN LATERAL (
      SELECT 1 AS found FROM runs u
      WHERE u.account_id = a.id AND u.actor_id = $1 AND u.started_at > now() - interval '${RECENT_DAYS} days' LIMIT 1
    ) recent ON true
    WHERE a.id <> $2 AND a.disabled_at IS NULL
  )`;

export async function selectLevelImpact({ row }: Changing): Promise<LevelImpact> {
  const stopped = (kind: string, counted = '*') =>
    `(SELECT count(${counted}) FROM starters s JOIN concerned c ON c.id = s.account_id WHERE s.kind = '${kind}' AND c."isStopped")`;
  const { rows } = await pool().query<LevelImpact>(
    `WITH ${CONCERNED}
     SELECT count(*) FILTER (WHERE "isApproved" OR "hasPriorRun") AS "givenCount",
       count(*) FILTER (WHERE "isStopped" AND ("isApproved" OR "hasPriorRun" OR "hasTask" OR "hasStarter" OR "isRecent")) AS "stoppedAccountCount",
       ${stopped('schedule')} AS "stoppedScheduleCount", ${stopped('schedule', 'DISTINCT c.id')} AS "scheduleAccountCount",
       ${stopped('webhook')} AS "stoppedWebhookCount", ${stopped('webhook', 'DISTINCT c.id')} AS "webhookAccountCount"
     FROM concerned`,
    [row.id, row.ownerId, row.levelEpoch],
  );
  const [impact] = rows;
  if (!impact) throw new Error('Counting gives one row');
  return impact;
}

/**
 * Tells the accounts whose starts will be refused now: those that had let the Actor run with full permissions, be it before it asked for less in
 * between, and those in which something starts it. `levelEpoch`: the one that has ended.
 */
export async function notifyConcerned(tx: Transaction, { row }: Changing, levelEpoch: number): Promise<void> {
  const { rows } = await tx.client.query<{ id: string }>(
    `WITH ${CONCERNED}
     SELECT id FROM concerned WHERE "isStopped" AND ("wasApproved" OR "hasPriorRun" OR "hasTask" OR "hasStarter") ORDER BY id`,
    [row.id, row.ownerId, levelEpoch],
  );
  await tx.client.query(
    `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id)
     SELECT n.id, n.account_id, 'approval-ended', 'actor', $1 FROM unnest($2::text[], $3::text[]) AS n(id, account_id)
     ON CONFLICT (account_id, kind, subject_id) WHERE closed_at IS NULL
       DO UPDATE SET count = notifications.count + 1, last_at = now(), read_at = NULL`,
    [row.id, rows.map(() => createId()), rows.map(({ id }) => id)],
  );
}

/** With limited permissions there is nothing left to approve: what waited for that waits no more, in every account. */
export async function closeConcerned(tx: Transaction, { row }: Changing): Promise<void> {
  await tx.client.query('DELETE FROM refused_starts WHERE actor_id = $1', [row.id]);
  await tx.client.query(
    `UPDATE notifications SET closed_at = now() WHERE subject_id = $1 AND closed_at IS NULL AND kind IN ('start-refused', 'approval-ended')`,
    [row.id],
  );
}
