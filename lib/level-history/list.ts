import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { type RoughCount, roughCount } from '../level-change/rough-count.ts';
import { type LevelHistoryRow, selectLevelHistory } from './queries.ts';

/** A change of an Actor's level, as those see it who keep the Actor. */
export type PastLevelChange = Omit<LevelHistoryRow, 'concernedCount'> & { concernedCount: RoughCount };

const MAX_CHANGES = 10;

/**
 * Gives the latest changes of an Actor's level to those who may change it, the newest first, with how many others each concerned: numbers
 * alone, whoever they are, and no small ones: as before a change, so after it a developer cannot count single people by making one.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function listLevelHistory(ctx: Ctx, address: Address): Promise<PastLevelChange[]> {
  const rows = await selectLevelHistory(await authorize(ctx, 'write', { kind: 'actor', address }), MAX_CHANGES);
  return rows.map((row) => ({ ...row, concernedCount: roughCount(row.concernedCount) }));
}
