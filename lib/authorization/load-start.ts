/** Loads what decides whether a run may start at full level, and holds it still until the transaction ends. */
import type { Transaction } from '../../db/transaction.ts';
import type { StartFacts } from './types.ts';

/**
 * What may have lifted the need for approval, in the account that runs the Actor. Both rows that a person can change are locked: an approval
 * cannot be revoked, nor the setting changed, between the decision and the start. The Actor's row is locked by the gate before.
 */
export async function loadLifts(
  tx: Transaction,
  { accountId, actorId, levelEpoch }: { accountId: string; actorId: string; levelEpoch: number },
): Promise<Pick<StartFacts, 'isApproved' | 'hasPriorRun' | 'skipsApproval'>> {
  const settings = await tx.client.query<{ skipsApproval: boolean }>(
    'SELECT skips_approval AS "skipsApproval" FROM accounts WHERE id = $1 FOR SHARE',
    [accountId],
  );
  const approvals = await tx.client.query(
    'SELECT 1 FROM approvals WHERE account_id = $1 AND actor_id = $2 AND level_epoch = $3 AND revoked_at IS NULL FOR SHARE',
    [accountId, actorId, levelEpoch],
  );
  // Whoever revokes an approval means the runs that it permitted too. A run that became the Actor was not started as it.
  const priorRuns = await tx.client.query(
    `SELECT 1 FROM runs u
     WHERE u.account_id = $1 AND u.actor_id = $2 AND u.level = 'FULL_PERMISSIONS' AND u.level_epoch = $3 AND u.ancestor_ids = '{}'
       AND u.metamorph_count = 0
       AND NOT EXISTS (SELECT 1 FROM approvals a WHERE a.account_id = $1 AND a.actor_id = $2 AND a.revoked_at >= u.started_at)
     LIMIT 1`,
    [accountId, actorId, levelEpoch],
  );
  return {
    skipsApproval: settings.rows[0]?.skipsApproval ?? false,
    isApproved: approvals.rows.length > 0,
    hasPriorRun: priorRuns.rows.length > 0,
  };
}
