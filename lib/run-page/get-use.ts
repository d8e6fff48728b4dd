import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { type RunRefusalRow, type RunUseRow, selectRunRefusals, selectRunUses } from './queries.ts';

/** What the program of a run did with its token. */
export interface RunUse {
  /** Calls that were permitted. `beyondCount`: those of them that a run with limited permissions could not have made. */
  permittedCount: number;
  beyondCount: number;
  refusedCount: number;
  uses: RunUseRow[];
  refusals: RunRefusalRow[];
}

/**
 * What a run's token did, and each call that was refused. It names what the program looked for, so it is for those who may change the run.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function getRunUse(ctx: Ctx, address: Address): Promise<RunUse> {
  const proof = await authorize(ctx, 'write', { kind: 'run', address });
  const [all, refusals] = await Promise.all([selectRunUses(proof), selectRunRefusals(proof)]);
  const uses = all.filter(({ isRefused }) => !isRefused);
  const sum = (rows: RunUseRow[]) => rows.reduce((total, { count }) => total + count, 0);
  return {
    permittedCount: sum(uses),
    beyondCount: sum(uses.filter(({ isOwn }) => !isOwn)),
    // Also calls about what is not there, and about the account, which are no use of anything.
    refusedCount: refusals.reduce((total, { count }) => total + count, 0),
    uses,
    refusals,
  };
}
