/** Statements on how an Actor's level changed. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { PermissionLevel } from '../vocabulary.ts';

/** A change of an Actor's level. Levels are effective ones. */
export interface LevelHistoryRow {
  /** The epoch that began with it. */
  levelEpoch: number;
  fromLevel: PermissionLevel;
  toLevel: PermissionLevel;
  reason: string | null;
  /** Username; null where the account is gone. */
  changedBy: string | null;
  changedAt: Date;
  /** Other accounts that had approved the Actor then, or had run it in the 30 days before. */
  concernedCount: number;
}

/**
 * The latest changes, the newest first. Runs are looked for account by account: that is one short walk along an index for each, however many
 * runs there are.
 */
export async function selectLevelHistory(
  { row }: Authorized<'actor', 'write'>,
  limit: number,
): Promise<LevelHistoryRow[]> {
  const { rows } = await pool().query<LevelHistoryRow>(
    `SELECT l.level_epoch AS "levelEpoch", l.from_level AS "fromLevel", l.to_level AS "toLevel", l.reason, l.changed_at AS "changedAt",
       (SELECT by.username FROM accounts by WHERE by.id = l.changed_by) AS "changedBy",
       (SELECT count(*) FROM accounts a WHERE a.id <> $2 AND (
          EXISTS (
            SELECT 1 FROM approvals p
            WHERE p.actor_id = l.actor_id AND p.account_id = a.id AND p.level_epoch = l.level_epoch - 1 AND p.approved_at < l.changed_at
              AND (p.revoked_at IS NULL OR p.revoked_at > l.changed_at)
          ) OR EXISTS (
            SELECT 1 FROM runs u
            WHERE u.account_id = a.id AND u.actor_id = l.actor_id AND u.started_at > l.changed_at - interval '30 days' AND u.started_at < l.changed_at
          )
        )) AS "concernedCount"
     FROM level_changes l WHERE l.actor_id = $1 ORDER BY l.level_epoch DESC LIMIT $3`,
    [row.id, row.ownerId, limit],
  );
  return rows;
}
