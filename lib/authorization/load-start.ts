/** Loads what decides whether a run may start at full level, and holds it still until the transaction ends. */
import type { Transaction } from '../../db/transaction.ts';
import { type TurnHow, takeTurn } from '../../db/turn.ts';
import type { StartFacts } from './types.ts';

/** What decides about a start, in the account that runs the Actor, beside what the gate knows. */
export interface LoadedStart extends Pick<StartFacts, 'isApproved' | 'hasPriorRun' | 'skipsApproval'> {
  /** Whether the account gives the Actor no more than limited permissions, whatever is asked for. */
  hasCeiling: boolean;
}

/**
 * Holds still, to the end of the transaction, what people decide about full permissions in an account: approvals, ceilings and the setting.
 * Starts share the turn; whoever changes one of them takes it alone, so that a program that starts without end is stopped by taking its
 * approval back.
 */
export async function holdConsent(tx: Transaction, accountId: string, how: TurnHow): Promise<void> {
  await takeTurn(tx, 'consent', how, accountId);
}

/**
 * Loads what may lift the need for approval. It is a statement of its own after the hold, so that it sees what was committed until then. The
 * Actor's row is locked by the gate before.
 */
export async function loadStart(
  tx: Transaction,
  { accountId, actorId, levelEpoch }: { accountId: string; actorId: string; levelEpoch: number },
): Promise<LoadedStart> {
  await holdConsent(tx, accountId, 'shared');
  const { rows } = await tx.client.query<LoadedStart>({
    name: 'load-start',
    // Whoever revokes an approval means the runs that it permitted too, however many: those after it are one walk along the index. A run that
    // became the Actor was not started as it.
    text: `SELECT o.skips_approval AS "skipsApproval",
        EXISTS (
          SELECT 1 FROM approvals a WHERE a.account_id = $1 AND a.actor_id = $2 AND a.level_epoch = $3 AND a.revoked_at IS NULL
        ) AS "isApproved",
        EXISTS (SELECT 1 FROM level_ceilings c WHERE c.account_id = $1 AND c.actor_id = $2) AS "hasCeiling",
        EXISTS (
          SELECT 1 FROM runs u
          WHERE u.account_id = $1 AND u.actor_id = $2 AND u.level = 'FULL_PERMISSIONS' AND u.level_epoch = $3 AND u.ancestor_ids = '{}'
            AND u.metamorph_count = 0
            AND u.started_at > coalesce((SELECT max(a.revoked_at) FROM approvals a WHERE a.account_id = $1 AND a.actor_id = $2), '-infinity')
        ) AS "hasPriorRun"
      FROM accounts o WHERE o.id = $1`,
    values: [accountId, actorId, levelEpoch],
  });
  const [loaded] = rows;
  if (!loaded) throw new Error('The account of a start was not loaded');
  return loaded;
}
